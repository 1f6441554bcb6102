// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/disclosures/disclosurespage.h"

#include "models/session/session.h"
#include "models/session/storezone.h"
#include "ui/common/actionregistry.h"
#include "ui/common/smalltable.h"
#include "ui/common/statebanner.h"
#include "ui/common/theme.h"
#include "ui/common/titlelabel.h"
#include "ui/common/windows.h"
#include "ui/disclosures/deletionsheet.h"

#include <QAction>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pageRows = 500; // what the store answers at once

/// As high as its words are at the width it has: where they just do not fit into a line, a form gives too little.
class FactLabel final : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    bool event(QEvent *event) override
    {
        const bool isDone = QLabel::event(event);
        // A text that is set asks to be painted, a width comes with a resize.
        if (event->type() == QEvent::Resize || event->type() == QEvent::Paint)
            setMinimumHeight(std::max(0, heightForWidth(width())));
        return isDone;
    }
};

QLabel *factLabel(const QString &name, QWidget *parent)
{
    auto *label = new FactLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    return label;
}

QString deletionText(const Disclosure &disclosure, const QTimeZone &zone)
{
    const QLocale locale;
    const QString by = locale.toString(disclosure.deleteBy, QLocale::ShortFormat);
    if (disclosure.givings == 0)
        return DisclosuresPage::tr("There is no copy.");
    if (!disclosure.deletedOn.isValid())
        return disclosure.isDue ? DisclosuresPage::tr("Nobody has confirmed it, and it was due by %1. Ask %2, then write down the answer.").arg(by, disclosure.party)
                                : DisclosuresPage::tr("Not confirmed yet; it is due by %1.").arg(by);
    return DisclosuresPage::tr("On %1: %2 (written down by %3 on %4)").arg(locale.toString(disclosure.deletedOn, QLocale::ShortFormat), disclosure.how, disclosure.confirmedBy, zonedTimeText(disclosure.confirmedAt, zone));
}

QString correctionText(const Disclosure &disclosure, const QTimeZone &zone)
{
    if (!disclosure.untold.isEmpty())
        return DisclosuresPage::tr("Corrected since it was given out: %1 (%2). Tell %3, then choose “Recipient told”.").arg(disclosure.untoldNumbers.join(u", "_s), disclosedFieldsText(disclosure.untoldFields), disclosure.party);
    if (disclosure.toldAt.isValid())
        return DisclosuresPage::tr("%1 was told by %2 on %3.").arg(disclosure.party, disclosure.toldBy, zonedTimeText(disclosure.toldAt, zone));
    return DisclosuresPage::tr("None that %1 would have to be told of.").arg(disclosure.party);
}

} // namespace

DisclosuresPage::DisclosuresPage(const UiContext &context, DisclosureRepository &disclosures, QWidget *parent)
    : Page(parent), m_context(context), m_disclosures(disclosures), m_asked(new QLineEdit(this)), m_filter(new QComboBox(this)),
      m_table(new SmallTable(m_model, u"disclosureTable"_s, tr("Files given to outside parties"), this)), m_banner(new StateBanner(this)), m_answer(factLabel(u"disclosureAnswer"_s, this)),
      m_older(new QPushButton(tr("Show older ones"), this))
{
    setObjectName(u"disclosuresPage"_s);
    makeActions();
    layOut();
    connect(m_asked, &QLineEdit::returnPressed, this, &DisclosuresPage::load);
    connect(m_asked, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty() && !m_person.isEmpty())
            load();
    });
    connect(m_filter, &QComboBox::currentIndexChanged, this, &DisclosuresPage::load);
    connect(m_older, &QPushButton::clicked, this, &DisclosuresPage::loadOlder);
    connect(m_banner, &StateBanner::actionTriggered, this, &DisclosuresPage::load);
    connect(m_table, &SmallTable::rowChosen, this, &DisclosuresPage::showRow);
    connect(m_table, &SmallTable::rowActivated, m_deletion, &QAction::trigger);
    showRow(-1);
}

void DisclosuresPage::makeActions()
{
    const auto add = [this](const QString &action, const QString &text, const QString &shortcut, void (DisclosuresPage::*run)()) {
        QAction *made = m_context.actions.add(this, action, text, QKeySequence(shortcut), title());
        connect(made, &QAction::triggered, this, run);
        return made;
    };
    m_deletion = add(u"disclosureDeletionAction"_s, tr("Deletion confirmed…"), u"Ctrl+D"_s, &DisclosuresPage::openDeletion);
    m_deletion->setIcon(Theme::icon(u"shield"_s));
    m_tell = add(u"recipientToldAction"_s, tr("Recipient told"), u"Ctrl+T"_s, &DisclosuresPage::noteTold);
    m_tell->setIcon(Theme::icon(u"mail"_s));
    add(u"disclosuresRefreshAction"_s, tr("Ask again"), u"F5"_s, &DisclosuresPage::load);
    add(u"disclosuresOlderAction"_s, tr("Show older files"), {}, &DisclosuresPage::loadOlder);
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
    m_filter->setObjectName(u"disclosureFilter"_s);
    m_filter->setAccessibleName(tr("Which files"));
    m_filter->addItem(tr("All files"), int(DisclosureFilter::All));
    m_filter->addItem(tr("Due to be deleted"), int(DisclosureFilter::Due));
    m_filter->addItem(tr("Not confirmed as deleted"), int(DisclosureFilter::Open));
    m_filter->addItem(tr("Recipient to be told"), int(DisclosureFilter::Untold));
    m_filter->addItem(tr("Deleted"), int(DisclosureFilter::Deleted));
    m_answer->hide();
    m_table->setMarkedRole(DisclosureListModel::DueRole);
    m_older->setObjectName(u"disclosureOlderButton"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceL, Theme::spaceM, Theme::spaceL, Theme::spaceM);
    column->setSpacing(Theme::spaceM);
    auto *top = new QHBoxLayout;
    top->addWidget(new TitleLabel(tr("Files given to outside parties"), 1.3, this));
    top->addStretch();
    const auto addButton = [this, top](const QString &name, QAction *action) {
        auto *button = new QToolButton(this);
        button->setObjectName(name);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->text().remove(u'…'));
        top->addWidget(button);
    };
    addButton(u"recipientToldButton"_s, m_tell);
    addButton(u"disclosureDeletionButton"_s, m_deletion);
    auto *asking = new QHBoxLayout;
    asking->setSpacing(Theme::spaceS);
    asking->addWidget(m_asked, 1);
    asking->addWidget(m_filter);
    column->addLayout(top);
    column->addLayout(asking);
    column->addWidget(m_table, 1);
    column->addWidget(m_banner, 1);
    column->addWidget(m_answer);
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
    m_deleted = factLabel(u"disclosureDeleted"_s, detail);
    m_corrected = factLabel(u"disclosureCorrected"_s, detail);
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
    form->addRow(tr("Deleted"), m_deleted);
    form->addRow(tr("Corrections"), m_corrected);
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
    m_isSameList = m_isSameList && m_person == m_asked->text().trimmed() && m_filtered == filter();
    m_person = m_asked->text().trimmed();
    m_filtered = filter();
    m_older->hide();
    m_answer->hide();
    if (m_model.rowCount() == 0) {
        m_table->hide();
        m_banner->show(StateBanner::Look::Loading, tr("Asking the store…"), {});
    }
    m_loading.start(m_disclosures.disclosures(m_person, filter(), nullptr), this, [this](const Result<QList<Disclosure>> &found) { answered(found); });
}

QTimeZone DisclosuresPage::zone() const
{
    return storeZone(m_context.session.login());
}

DisclosureFilter DisclosuresPage::filter() const
{
    return DisclosureFilter(m_filter->currentData().toInt());
}

void DisclosuresPage::answered(const Result<QList<Disclosure>> &found)
{
    if (!found && m_isSameList && m_model.rowCount() > 0) { // what is shown stays, with what is to be said of it
        m_older->setVisible(m_model.rowCount() % pageRows == 0);
        return Q_EMIT statusText(tr("The list is as it was before: %1").arg(found.error().userText));
    }
    m_isSameList = bool(found);
    const Disclosure *before = m_model.at(m_table->currentRow());
    const DisclosureId chosen = before ? before->id : DisclosureId();
    m_model.setTimeZone(zone());
    m_model.show(found ? *found : QList<Disclosure>());
    const bool isEmpty = m_model.rowCount() == 0;
    m_table->setVisible(!isEmpty);
    m_older->setVisible(m_model.rowCount() == pageRows);
    if (!found)
        m_banner->show(found.error().kind == ErrorKind::Offline ? StateBanner::Look::Offline : StateBanner::Look::Failed, tr("The list could not be had"), found.error().userText, tr("Ask again"));
    else if (!isEmpty)
        m_banner->show(StateBanner::Look::Hidden, {}, {});
    else
        sayEmpty();
    m_table->chooseRow(std::max(0, m_model.rowOf(chosen)));
    showRow(m_table->currentRow());
}

void DisclosuresPage::sayEmpty()
{
    const auto say = [this](const QString &title, const QString &text) { m_banner->show(StateBanner::Look::Empty, title, text); };
    if (!m_person.isEmpty() && filter() == DisclosureFilter::All)
        return say(tr("No file holds an order of this person"), tr("Type the number of one of their orders, or the whole e-mail address."));
    if (!m_person.isEmpty())
        return say(tr("No such file holds an order of this person"), tr("Choose “All files” to see the others."));
    switch (filter()) {
    case DisclosureFilter::All:
        return say(tr("Nothing has been given to anybody"), tr("Files for carriers are made in the orders list. Each will be listed here: to whom, which fields, which orders, and when it has to be gone."));
    case DisclosureFilter::Due:
        return say(tr("Nothing is due"), tr("No party has a copy that it had to delete by today."));
    case DisclosureFilter::Open:
        return say(tr("Nobody has a copy"), tr("Whatever was given out is confirmed as deleted."));
    case DisclosureFilter::Untold:
        return say(tr("Nobody has to be told"), tr("No address was corrected that a party was given before."));
    case DisclosureFilter::Deleted:
        return say(tr("No deletion is confirmed yet"), tr("When a party tells you that it has deleted its copy, choose the file and write it down with “Deletion confirmed…”."));
    }
}

void DisclosuresPage::openDeletion()
{
    const Disclosure *disclosure = m_model.at(m_table->currentRow());
    if (!disclosure || !m_deletion->isEnabled())
        return;
    auto *sheet = new DeletionSheet(m_disclosures, *disclosure, zone(), this);
    m_sheet = sheet;
    connect(sheet, &DeletionSheet::closeAsked, this, [this, sheet] {
        askAboutUnsent(m_context.prompts, sheet, {sheet->windowTitle()}, tr("This is not kept as a draft."), [this](UnsentChoice) {
            if (m_sheet)
                m_sheet->dismiss();
        });
    });
    connect(sheet, &DeletionSheet::noted, this, [this](const QString &text) {
        load();
        say(text);
    });
    connect(sheet, &DeletionSheet::outdated, this, &DisclosuresPage::load);
    connect(sheet, &QDialog::finished, m_table, qOverload<>(&QWidget::setFocus));
    openSheet(sheet);
}

QStringList DisclosuresPage::unsent() const
{
    return m_sheet && m_sheet->isUnsettled() ? QStringList{m_sheet->windowTitle()} : QStringList();
}

void DisclosuresPage::settleUnsent(UnsentChoice)
{
    if (m_sheet)
        m_sheet->settle();
}

/// The one id as long as nobody knows what became of the command, so that it is done once.
void DisclosuresPage::noteTold()
{
    const Disclosure *disclosure = m_model.at(m_table->currentRow());
    if (!disclosure || !m_tell->isEnabled() || m_isTelling)
        return;
    if (m_telling.isNull() || m_toldAbout != disclosure->untold)
        m_telling = QUuid::createUuid();
    m_toldAbout = disclosure->untold;
    m_isTelling = true;
    showRow(m_table->currentRow());
    m_sending.start(m_disclosures.noteTold(m_telling, disclosure->id, disclosure->untold), this, [this](const Result<CommandOutcome> &outcome) { told(outcome); });
}

void DisclosuresPage::told(const Result<CommandOutcome> &outcome)
{
    m_isTelling = false;
    if (outcome)
        m_telling = {};
    load();
    if (!outcome)
        say(tr("%1 Note it again to find out whether it was done.").arg(outcome.error().userText), Theme::Tone::Bad);
    else if (outcome->kind != CommandOutcome::Kind::Done)
        say(deletionReasonText(outcome->reason), Theme::Tone::Bad);
    else
        say(tr("Noted: the recipient has been told."));
}

void DisclosuresPage::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_answer->setPalette(palette);
    m_answer->setText(text);
    m_answer->show();
}

void DisclosuresPage::loadOlder()
{
    const Disclosure *last = m_model.at(m_model.rowCount() - 1);
    if (!last)
        return;
    m_loading.start(m_disclosures.disclosures(m_person, filter(), last), this, [this](const Result<QList<Disclosure>> &found) {
        if (!found)
            return Q_EMIT statusText(found.error().userText);
        m_model.append(*found);
        m_older->setVisible(found->size() == pageRows);
        if (found->isEmpty())
            Q_EMIT statusText(tr("There are no older ones."));
    });
}

QString DisclosuresPage::whyNotTell(const Disclosure *disclosure) const
{
    if (!disclosure)
        return tr("Choose a file first.");
    if (!m_context.session.login().rights.contains(u"tell_recipient"_s))
        return tr("Your group does not have this right.");
    if (m_isTelling)
        return tr("This is being done right now.");
    return disclosure->untold.isEmpty() ? tr("There is nothing its recipient has to be told.") : QString();
}

void DisclosuresPage::showRow(int row)
{
    const Disclosure *disclosure = m_model.at(row);
    m_detail->setVisible(disclosure);
    const bool mayNote = m_context.session.login().rights.contains(u"confirm_deletion"_s);
    ActionRegistry::setWhyOff(m_deletion, !disclosure ? tr("Choose a file first.") : !mayNote ? tr("Your group does not have this right.") : disclosure->givings == 0 ? deletionReasonText(u"never_given"_s) : QString());
    ActionRegistry::setWhyOff(m_tell, whyNotTell(disclosure));
    if (!disclosure)
        return;
    const int others = disclosure->orderCount - int(disclosure->orderNumbers.size());
    const QString numbers = disclosure->orderNumbers.join(u", "_s);
    m_fields->setText(disclosedFieldsText(disclosure->fields));
    m_orders->setText(others > 0 ? tr("%1 and %n more", "", others).arg(numbers) : numbers);
    m_given->setText(disclosure->givings == 0 ? tr("Never: the record was written, but the file was not asked for.") : tr("%n time(s)", "", disclosure->givings));
    m_deleted->setText(deletionText(*disclosure, zone()));
    m_corrected->setText(correctionText(*disclosure, zone()));
    m_deleted->setToolTip(zoneNameText(zone()));
    m_corrected->setToolTip(zoneNameText(zone()));
    m_digest->setText(disclosure->sha256);
    m_digest->setCursorPosition(0);
}

} // namespace Steward
