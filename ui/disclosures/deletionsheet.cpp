// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/disclosures/deletionsheet.h"

#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"

#include <QDateEdit>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int longestHow = 500; // as the store takes it

} // namespace

DeletionSheet::DeletionSheet(DisclosureRepository &disclosures, const Disclosure &disclosure, const QTimeZone &zone, QWidget *parent)
    : QDialog(parent), m_disclosures(disclosures), m_about(disclosure), m_day(new QDateEdit(this)), m_how(new QLineEdit(this)), m_answer(plainLabel({}, this)),
      m_note(new QPushButton(disclosure.deletedOn.isValid() ? tr("Correct") : tr("Note deletion"), this)), m_takeBack(new QPushButton(tr("Take back"), this)), m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(u"deletionSheet"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Copy of %1 deleted").arg(disclosure.party));
    const QDate made = disclosure.madeAt.toTimeZone(zone).date();
    const QDate today = QDateTime::currentDateTimeUtc().toTimeZone(zone).date();
    m_day->setDateRange(made, std::max(made, today));
    m_day->setDate(disclosure.deletedOn.isValid() ? disclosure.deletedOn : today);
    m_how->setText(disclosure.how);
    layOut(disclosure, made);
    connect(m_how, &QLineEdit::textChanged, this, &DeletionSheet::updateButtons);
    connect(m_day, &QDateEdit::dateChanged, this, &DeletionSheet::updateButtons);
    connect(m_note, &QPushButton::clicked, this, [this] { send(m_day->date()); });
    connect(m_takeBack, &QPushButton::clicked, this, [this] { send({}); });
    connect(m_cancel, &QPushButton::clicked, this, &DeletionSheet::reject);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), this), &QShortcut::activated, m_note, &QPushButton::click);
    updateButtons();
    m_how->setFocus();
}

void DeletionSheet::layOut(const Disclosure &disclosure, QDate made)
{
    m_day->setObjectName(u"deletionDay"_s);
    m_day->setAccessibleName(tr("Deleted on"));
    m_day->setCalendarPopup(true);
    m_how->setObjectName(u"deletionHow"_s);
    m_how->setAccessibleName(tr("How it was confirmed"));
    m_how->setPlaceholderText(tr("for example: e-mail of their data protection officer"));
    m_how->setMaxLength(longestHow);
    m_answer->setObjectName(u"deletionAnswer"_s);
    m_answer->hide();
    m_note->setObjectName(u"deletionNoteButton"_s);
    m_note->setProperty("primary", true);
    m_note->setDefault(true);
    m_takeBack->setObjectName(u"deletionTakeBackButton"_s);
    m_takeBack->setAutoDefault(false);
    m_takeBack->setVisible(disclosure.deletedOn.isValid());
    m_takeBack->setToolTip(tr("It was written down by mistake. Say above why."));
    m_cancel->setAutoDefault(false);
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Deleted on"), m_day);
    form->addRow(tr("How it was confirmed"), m_how);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_takeBack);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_note);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->setSpacing(Theme::spaceL);
    const QLocale locale;
    column->addWidget(plainLabel(tr("%1 was given a file of %n order(s), made on %2, and has to have deleted it by %3. Write down what %1 confirmed; who wrote it and when is on record.", "", disclosure.orderCount)
                                     .arg(disclosure.party, locale.toString(made, QLocale::ShortFormat), locale.toString(disclosure.deleteBy, QLocale::ShortFormat)),
                                 this));
    column->addLayout(form);
    column->addWidget(m_answer);
    column->addLayout(buttons);
    setMinimumWidth(Theme::scaled(560));
}

bool DeletionSheet::isChanged() const
{
    return m_how->text().trimmed() != m_about.how || (m_about.deletedOn.isValid() && m_day->date() != m_about.deletedOn);
}

void DeletionSheet::updateButtons()
{
    m_isSettled = false;
    const bool isSaid = !m_how->text().trimmed().isEmpty() && !m_sending.isRunning();
    m_note->setEnabled(isSaid && isChanged());
    m_takeBack->setEnabled(isSaid);
    m_cancel->setEnabled(!m_sending.isRunning());
}

void DeletionSheet::send(QDate on)
{
    const DeletionNote note{m_about.id, on, m_how->text().trimmed(), m_about.version};
    if (m_sent.id.isValid() && m_sent != note)
        m_commandId = QUuid::createUuid();
    m_sent = note;
    m_answer->hide();
    m_sending.start(m_disclosures.noteDeletion(m_commandId, note), this, [this](const Result<CommandOutcome> &outcome) { answered(outcome); });
    updateButtons();
}

void DeletionSheet::answered(const Result<CommandOutcome> &outcome)
{
    updateButtons();
    if (outcome && outcome->kind == CommandOutcome::Kind::Done) {
        Q_EMIT noted(m_sent.on.isValid() ? tr("It is on record that %1 deleted its copy on %2.").arg(m_about.party, QLocale().toString(m_sent.on, QLocale::ShortFormat))
                                         : tr("It is on record that the copy of %1 is not known to be deleted.").arg(m_about.party));
        return accept();
    }
    say(outcome ? deletionReasonText(outcome->reason) : outcome.error().userText);
    // Nobody knows what became of a command without an answer, so it keeps its name.
    if (outcome || outcome.error().kind != ErrorKind::Offline)
        m_commandId = QUuid::createUuid();
    if (outcome && outcome->kind == CommandOutcome::Kind::Conflict)
        Q_EMIT outdated();
    m_how->setFocus();
}

void DeletionSheet::say(const QString &text)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Bad));
    m_answer->setPalette(palette);
    m_answer->setText(text);
    m_answer->show();
}

void DeletionSheet::reject()
{
    if (m_sending.isRunning())
        return;
    if (isUnsettled())
        Q_EMIT closeAsked();
    else
        dismiss();
}

void DeletionSheet::dismiss()
{
    QDialog::reject();
}

} // namespace Steward
