// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/carriersheet.h"

#include "models/orders/orderrepository.h"
#include "models/session/session.h"
#include "ui/common/prompts.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"
#include "ui/common/windows.h"
#include "ui/orders/orderactions.h"

#include <QClipboard>
#include <QComboBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int mostLines = 6; // of the list of orders left out, before it scrolls

QLabel *namedLabel(const QString &name, QWidget *parent)
{
    QLabel *label = plainLabel({}, parent);
    label->setObjectName(name);
    return label;
}

} // namespace

CarrierSheet::CarrierSheet(const UiContext &context, const QList<OrderChoice> &orders, QWidget *parent)
    : QDialog(parent), m_context(context), m_orders(orders), m_disclosures(makeSqlDisclosureRepository(context.session)), m_file(*m_disclosures, idsOf(orders)), m_party(new QComboBox(this)),
      m_purpose(namedLabel(u"carrierPurpose"_s, this)), m_fields(namedLabel(u"carrierFields"_s, this)), m_keep(namedLabel(u"carrierKeep"_s, this)), m_count(namedLabel(u"carrierCount"_s, this)),
      m_leftOutTitle(namedLabel(u"carrierLeftOutTitle"_s, this)), m_answer(namedLabel(u"carrierAnswer"_s, this)), m_leftOut(new QListWidget(this)), m_digestRow(new QWidget(this)),
      m_digest(new QLineEdit(this)), m_submit(new QPushButton(this)), m_close(new QPushButton(this))
{
    setObjectName(u"carrierSheet"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(orders.size() == 1 ? tr("Carrier file for %1").arg(orders.first().number) : tr("Carrier file for %n order(s)", "", int(orders.size())));
    layOut();
    connect(m_party, &QComboBox::currentIndexChanged, this, &CarrierSheet::showParty);
    connect(m_submit, &QPushButton::clicked, this, &CarrierSheet::submit);
    connect(m_close, &QPushButton::clicked, this, &CarrierSheet::reject);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), this), &QShortcut::activated, this, &CarrierSheet::submit);
    connect(&m_file, &CarrierFile::written, this, &CarrierSheet::written);
    connect(&m_file, &CarrierFile::failed, this, &CarrierSheet::failed);
    load();
}

QFormLayout *CarrierSheet::makeForm()
{
    m_party->setObjectName(u"carrierParty"_s);
    m_party->setAccessibleName(tr("Carrier"));
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Carrier"), m_party);
    form->addRow(tr("For"), m_purpose);
    form->addRow(tr("Holds"), m_fields);
    return form;
}

void CarrierSheet::layOut()
{
    m_leftOut->setObjectName(u"carrierLeftOut"_s);
    m_leftOut->setAccessibleName(tr("Orders left out"));
    m_leftOut->setTextElideMode(Qt::ElideNone);
    m_leftOut->setWordWrap(true);
    m_digest->setObjectName(u"carrierDigest"_s);
    m_digest->setAccessibleName(tr("SHA-256 of the file"));
    m_digest->setReadOnly(true);
    auto *copy = new QPushButton(tr("Copy"), m_digestRow);
    copy->setObjectName(u"carrierCopyButton"_s);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_digest->text()); });
    auto *digestRow = new QHBoxLayout(m_digestRow);
    digestRow->setContentsMargins(0, 0, 0, 0);
    digestRow->addWidget(new QLabel(tr("SHA-256"), m_digestRow));
    digestRow->addWidget(m_digest, 1);
    digestRow->addWidget(copy);
    m_submit->setObjectName(u"carrierFileButton"_s);
    m_submit->setProperty("primary", true);
    m_submit->setDefault(true);
    m_close->setObjectName(u"carrierCloseButton"_s);
    m_close->setText(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_submit);
    QVBoxLayout *column = sheetLayout(this);
    auto *what = namedLabel(u"carrierWhat"_s, this);
    what->setText(m_orders.size() == 1 ? orderName(m_orders.first()) : tr("%n order(s)", "", int(m_orders.size())));
    QFont strong = what->font();
    strong.setWeight(QFont::DemiBold);
    what->setFont(strong);
    column->addWidget(what);
    column->addLayout(makeForm());
    for (QWidget *widget : {static_cast<QWidget *>(m_keep), static_cast<QWidget *>(m_count), static_cast<QWidget *>(m_leftOutTitle), static_cast<QWidget *>(m_leftOut), static_cast<QWidget *>(m_answer), m_digestRow})
        column->addWidget(widget);
    column->addLayout(buttons);
    m_answer->hide();
    m_digestRow->hide();
    showLeftOut({});
    setMinimumWidth(520);
    setTabOrder(m_leftOut, m_digest);
    setTabOrder(m_digest, copy);
    setTabOrder(copy, m_close);
    setTabOrder(m_close, m_submit);
}

void CarrierSheet::load()
{
    m_hasFailed = false;
    const auto fail = [this](const Error &error) {
        m_hasFailed = true;
        say(error.userText, true);
        showState();
    };
    m_taken = -1;
    m_loadingParties.start(m_disclosures->parties(), this, [this, fail](const Result<QList<OutsideParty>> &parties) {
        if (!parties)
            return fail(parties.error());
        m_parties = *parties;
        const QString chosen = m_party->currentData().toString();
        m_party->clear();
        for (const OutsideParty &party : std::as_const(m_parties))
            m_party->addItem(party.name, party.code);
        m_party->setCurrentIndex(std::max(0, m_party->findData(chosen)));
        if (m_parties.isEmpty())
            say(tr("The store gives data to no carrier yet. Whoever looks after the database can add one."), true);
        showState();
    });
    m_checking.start(m_disclosures->check(idsOf(m_orders)), this, [this, fail](const Result<FileCheck> &check) {
        if (!check)
            return fail(check.error());
        m_taken = check->taken;
        showLeftOut(check->leftOut);
        showState();
    });
    showState();
}

void CarrierSheet::showParty()
{
    const int at = m_party->currentIndex();
    const bool isChosen = at >= 0 && at < m_parties.size();
    m_purpose->setText(isChosen ? disclosurePurposeText(m_parties.at(at).purpose) : QString());
    m_fields->setText(isChosen ? disclosedFieldsText(m_parties.at(at).fields) : QString());
    m_keep->setText(isChosen ? tr("Nothing else of an order is in the file. %1 has to delete it after %n day(s). The store keeps a record: who made it, for whom, which fields and orders.", "",
                                  m_parties.at(at).keepDays).arg(m_parties.at(at).name)
                             : QString());
    fit();
}

QString CarrierSheet::numberOf(const OrderLeftOut &order) const
{
    const auto chosen = std::ranges::find(m_orders, order.id, &OrderChoice::id);
    return chosen == m_orders.end() ? order.number : chosen->number;
}

void CarrierSheet::showLeftOut(const QList<OrderLeftOut> &leftOut)
{
    m_leftOut->clear();
    for (const OrderLeftOut &order : leftOut)
        m_leftOut->addItem(tr("%1: %2").arg(numberOf(order), orderReasonText(order.reason)));
    m_leftOutTitle->setText(tr("%n order(s) are left out:", "", int(leftOut.size())));
    m_leftOutTitle->setVisible(!leftOut.isEmpty());
    m_leftOut->setVisible(!leftOut.isEmpty());
    m_leftOut->setFixedHeight((fontMetrics().height() + Theme::spaceS) * std::clamp(int(leftOut.size()) + 1, 2, mostLines));
}

void CarrierSheet::say(const QString &text, bool isBad)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(isBad ? Theme::Tone::Bad : Theme::Tone::Good));
    m_answer->setPalette(palette);
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
    fit();
}

void CarrierSheet::showState()
{
    const bool isLoading = m_loadingParties.isRunning() || m_checking.isRunning();
    const bool isBusy = isLoading || m_file.isRunning();
    if (isLoading)
        m_count->setText(tr("Looking which of them can be shipped now…"));
    else if (m_file.isRunning())
        m_count->setText(tr("Making the file…"));
    else if (m_taken > 0)
        m_count->setText(tr("%n order(s) go into the file.", "", m_taken));
    else
        m_count->setText(m_taken == 0 ? tr("None of them can be shipped now, so there is no file to make.") : QString());
    m_count->setVisible(!m_count->text().isEmpty());
    m_submit->setText(m_hasFailed ? tr("Ask again") : tr("Choose a file…"));
    m_submit->setEnabled(!isBusy && (m_hasFailed || (m_taken > 0 && !m_parties.isEmpty())));
    m_party->setEnabled(!m_file.isRunning());
    m_close->setEnabled(!m_file.isRunning());
    showParty();
}

/// As tall as what is in it, which comes bit by bit.
void CarrierSheet::fit()
{
    constexpr int edge = 60; // of the screen, for the window's own frame
    layout()->activate();
    resize(width(), std::min(layout()->totalHeightForWidth(width()), screen()->availableSize().height() - edge));
}

void CarrierSheet::submit()
{
    if (!m_submit->isEnabled())
        return;
    say({}, false);
    m_digestRow->hide();
    if (m_hasFailed)
        return load();
    const QString party = m_party->currentData().toString();
    const QString suggested = u"%1-%2.csv"_s.arg(party, QDate::currentDate().toString(Qt::ISODate));
    m_context.prompts.saveFile(this, windowTitle(), suggested, {u"*.csv"_s}, [this, party](const QString &fileName) {
        m_file.write(party, fileName);
        showState();
    });
}

void CarrierSheet::written(const WrittenFile &file)
{
    const QString party = m_party->currentText();
    m_digest->setText(QString::fromLatin1(file.sha256));
    m_digest->setCursorPosition(0);
    m_digestRow->show();
    showLeftOut(file.leftOut);
    m_taken = -1;
    showState();
    say(tr("%n order(s) were written to %1.", "", file.orders).arg(file.fileName) + u'\n'
            + tr("Now upload the file to %1 as it is, then delete it here: a spreadsheet would change it. %1 has to delete its copy by %2.").arg(party, QLocale().toString(file.deleteBy, QLocale::LongFormat)),
        false);
    m_close->setText(tr("Close"));
    m_close->setFocus();
}

void CarrierSheet::failed(const QString &text, const QString &reason, const QList<OrderLeftOut> &leftOut)
{
    if (!leftOut.isEmpty()) {
        showLeftOut(leftOut);
        m_taken = 0;
    }
    say(text.isEmpty() ? orderReasonText(reason) : text, true);
    showState();
    // As they are now, some of them may have left.
    if (reason == u"order_changed")
        load();
}

void CarrierSheet::reject()
{
    if (!m_file.isRunning())
        QDialog::reject();
}

void startCarrierFile(OrderActions &actions, const QList<OrderChoice> &orders, const OrderPanel *)
{
    openSheet(new CarrierSheet(actions.context(), orders, actions.place()));
}

} // namespace Steward
