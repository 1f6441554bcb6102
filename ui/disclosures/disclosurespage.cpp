// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/disclosures/disclosurespage.h"

#include "ui/common/actionregistry.h"
#include "ui/common/smalltable.h"
#include "ui/common/statebanner.h"
#include "ui/common/theme.h"
#include "ui/common/titlelabel.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pageRows = 500; // what the store answers at once

QLabel *factLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    return label;
}

} // namespace

DisclosuresPage::DisclosuresPage(const UiContext &context, DisclosureRepository &disclosures, QWidget *parent)
    : Page(parent), m_disclosures(disclosures), m_asked(new QLineEdit(this)), m_table(new SmallTable(m_model, u"disclosureTable"_s, tr("Files given to outside parties"), this)),
      m_banner(new StateBanner(this)), m_older(new QPushButton(tr("Show older ones"), this))
{
    setObjectName(u"disclosuresPage"_s);
    layOut();
    const auto add = [&](const QString &action, const QString &text, const QString &shortcut, auto run) {
        connect(context.actions.add(this, action, text, QKeySequence(shortcut), title()), &QAction::triggered, this, run);
    };
    add(u"disclosuresRefreshAction"_s, tr("Ask again"), u"F5"_s, [this] { load(); });
    add(u"disclosuresOlderAction"_s, tr("Show older files"), {}, [this] { loadOlder(); });
    connect(m_asked, &QLineEdit::returnPressed, this, &DisclosuresPage::load);
    connect(m_asked, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty() && !m_person.isEmpty())
            load();
    });
    connect(m_older, &QPushButton::clicked, this, &DisclosuresPage::loadOlder);
    connect(m_banner, &StateBanner::actionTriggered, this, &DisclosuresPage::load);
    connect(m_table, &SmallTable::rowChosen, this, &DisclosuresPage::showRow);
}

QString DisclosuresPage::name() const
{
    return u"disclosures"_s;
}

QString DisclosuresPage::title() const
{
    return tr("Disclosures");
}

QIcon DisclosuresPage::icon() const
{
    return Theme::icon(u"export"_s);
}

void DisclosuresPage::layOut()
{
    m_asked->setObjectName(u"disclosurePerson"_s);
    m_asked->setAccessibleName(tr("Order number or e-mail address of a person"));
    m_asked->setPlaceholderText(tr("Of one person: an order number or e-mail address, then Enter"));
    m_asked->setClearButtonEnabled(true);
    m_older->setObjectName(u"disclosureOlderButton"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceL, Theme::spaceM, Theme::spaceL, Theme::spaceM);
    column->setSpacing(Theme::spaceM);
    column->addWidget(new TitleLabel(tr("Files given to outside parties"), 1.3, this));
    column->addWidget(m_asked);
    column->addWidget(m_table, 1);
    column->addWidget(m_banner, 1);
    column->addWidget(m_older, 0, Qt::AlignLeading);
    column->addWidget(m_detail = makeDetail());
    m_older->hide();
}

QWidget *DisclosuresPage::makeDetail()
{
    auto *detail = new QWidget(this);
    m_fields = factLabel(u"disclosureFields"_s, detail);
    m_orders = factLabel(u"disclosureOrders"_s, detail);
    m_given = factLabel(u"disclosureGiven"_s, detail);
    m_digest = new QLineEdit(detail);
    m_digest->setObjectName(u"disclosureDigest"_s);
    m_digest->setAccessibleName(tr("SHA-256 of the file"));
    m_digest->setReadOnly(true);
    auto *form = new QFormLayout(detail);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(Theme::spaceS);
    form->setLabelAlignment(Qt::AlignLeading);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Fields"), m_fields);
    form->addRow(tr("Orders"), m_orders);
    form->addRow(tr("Given out"), m_given);
    form->addRow(tr("SHA-256"), m_digest);
    detail->hide();
    return detail;
}

void DisclosuresPage::activate()
{
    load();
    m_asked->setFocus(Qt::OtherFocusReason);
}

void DisclosuresPage::focusLookUp()
{
    m_asked->setFocus(Qt::ShortcutFocusReason);
    m_asked->selectAll();
}

void DisclosuresPage::load()
{
    m_isSameList = m_isSameList && m_person == m_asked->text().trimmed();
    m_person = m_asked->text().trimmed();
    m_older->hide();
    if (m_model.rowCount() == 0) {
        m_table->hide();
        m_banner->show(StateBanner::Look::Loading, tr("Asking the store…"), {});
    }
    m_loading.start(m_disclosures.disclosures(m_person, {}), this, [this](const Result<QList<Disclosure>> &found) { answered(found); });
}

void DisclosuresPage::answered(const Result<QList<Disclosure>> &found)
{
    if (!found && m_isSameList && m_model.rowCount() > 0) { // what is shown stays, with what is to be said of it
        m_older->setVisible(m_model.rowCount() % pageRows == 0);
        return Q_EMIT statusText(tr("The list is as it was before: %1").arg(found.error().userText));
    }
    m_isSameList = bool(found);
    m_model.show(found ? *found : QList<Disclosure>());
    const bool isEmpty = m_model.rowCount() == 0;
    m_table->setVisible(!isEmpty);
    m_older->setVisible(m_model.rowCount() == pageRows);
    if (!found)
        m_banner->show(found.error().kind == ErrorKind::Offline ? StateBanner::Look::Offline : StateBanner::Look::Failed, tr("The list could not be had"), found.error().userText, tr("Ask again"));
    else if (!isEmpty)
        m_banner->show(StateBanner::Look::Hidden, {}, {});
    else if (m_person.isEmpty())
        m_banner->show(StateBanner::Look::Empty, tr("Nothing has been given to anybody"), tr("Files for carriers are made in the orders list. Each will be listed here: to whom, which fields, which orders, and when it has to be gone."));
    else
        m_banner->show(StateBanner::Look::Empty, tr("No file holds an order of this person"), tr("Type the number of one of their orders, or the whole e-mail address."));
    m_table->chooseRow(0);
    showRow(m_table->currentRow());
}

void DisclosuresPage::loadOlder()
{
    const Disclosure *last = m_model.at(m_model.rowCount() - 1);
    if (!last)
        return;
    m_loading.start(m_disclosures.disclosures(m_person, last->id), this, [this](const Result<QList<Disclosure>> &found) {
        if (!found)
            return Q_EMIT statusText(found.error().userText);
        m_model.append(*found);
        m_older->setVisible(found->size() == pageRows);
        if (found->isEmpty())
            Q_EMIT statusText(tr("There are no older ones."));
    });
}

void DisclosuresPage::showRow(int row)
{
    const Disclosure *disclosure = m_model.at(row);
    m_detail->setVisible(disclosure);
    if (!disclosure)
        return;
    const int others = disclosure->orderCount - int(disclosure->orderNumbers.size());
    const QString numbers = disclosure->orderNumbers.join(u", "_s);
    m_fields->setText(disclosedFieldsText(disclosure->fields));
    m_orders->setText(others > 0 ? tr("%1 and %n more", "", others).arg(numbers) : numbers);
    m_given->setText(disclosure->givings == 0 ? tr("Never: the record was written, but the file was not asked for.") : tr("%n time(s)", "", disclosure->givings));
    m_digest->setText(disclosure->sha256);
    m_digest->setCursorPosition(0);
}

} // namespace Steward
