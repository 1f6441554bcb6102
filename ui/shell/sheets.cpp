// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sheets.h"

#include "ui/common/actionregistry.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"
#include "ui/common/windows.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QPushButton *addClose(QDialog *sheet, QVBoxLayout *column)
{
    auto *close = new QPushButton(QDialog::tr("Close"), sheet);
    close->setDefault(true);
    QObject::connect(close, &QPushButton::clicked, sheet, &QDialog::accept);
    column->addWidget(close, 0, Qt::AlignTrailing);
    return close;
}

/// To be copied: numbers, names and keys.
QLabel *copyableLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel *strongLabel(const QString &text, QWidget *parent)
{
    QLabel *label = copyableLabel(text, parent);
    QFont font = label->font();
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

} // namespace

ShortcutSheet::ShortcutSheet(const ActionRegistry &actions, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"shortcutSheet"_s);
    setWindowTitle(tr("Shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *page = new QWidget(this);
    auto *grid = new QGridLayout(page);
    grid->setHorizontalSpacing(Theme::spaceXl);
    grid->setVerticalSpacing(Theme::spaceS);
    grid->setColumnStretch(0, 1);
    QString group;
    int row = 0;
    for (const ActionRegistry::Entry &entry : actions.entries()) {
        if (entry.group != group)
            grid->addWidget(strongLabel(group = entry.group, page), row++, 0, 1, 2);
        const QString shortcut = entry.action->shortcut().toString(QKeySequence::NativeText);
        grid->addWidget(copyableLabel(entry.action->text().remove(u'&').remove(u'…'), page), row, 0);
        auto *keys = copyableLabel(shortcut.isEmpty() ? tr("by Ctrl+K") : shortcut, page);
        if (shortcut.isEmpty()) {
            QPalette palette = keys->palette();
            palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Faint));
            keys->setPalette(palette);
        }
        grid->addWidget(keys, row++, 1);
    }
    grid->setRowStretch(row, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    scroll->setAccessibleName(tr("Shortcuts"));
    QVBoxLayout *column = sheetLayout(this);
    column->addWidget(scroll, 1);
    addClose(this, column);
    resizeWithin(this, {Theme::scaled(460), Theme::scaled(560)});
}

CertificateSheet::CertificateSheet(const ProbeReport &report, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"certificateSheet"_s);
    setWindowTitle(tr("Server certificate"));
    setAttribute(Qt::WA_DeleteOnClose);
    QVBoxLayout *column = sheetLayout(this);
    const QString encrypted = report.server.isEmpty() ? tr("Encrypted with %1.").arg(report.tlsVersion) : tr("Connected to %1, encrypted with %2.").arg(report.server, report.tlsVersion);
    auto *summary = copyableLabel(report.tlsVersion.isEmpty() ? tr("The connection was not encrypted, so it was not used.") : encrypted, this);
    summary->setObjectName(u"certificateSummary"_s);
    column->addWidget(summary);
    if (!report.detail.isEmpty())
        column->addWidget(copyableLabel(tr("Verdict: %1").arg(report.detail), this));
    const QLocale locale;
    for (const CertificateInfo &certificate : report.chain) {
        column->addWidget(strongLabel(certificate.subject, this));
        auto *form = new QFormLayout;
        form->setLabelAlignment(Qt::AlignLeading);
        if (!certificate.names.isEmpty())
            form->addRow(tr("For"), copyableLabel(certificate.names.join(u", "_s), this));
        form->addRow(tr("Issued by"), copyableLabel(certificate.issuer, this));
        form->addRow(tr("Valid"), copyableLabel(tr("%1 to %2").arg(locale.toString(certificate.validFrom, QLocale::ShortFormat), locale.toString(certificate.validUntil, QLocale::ShortFormat)), this));
        form->addRow(tr("SHA-256"), copyableLabel(certificate.sha256, this));
        column->addLayout(form);
    }
    if (report.chain.isEmpty())
        column->addWidget(copyableLabel(tr("The server showed no certificate."), this));
    addClose(this, column);
    const int width = Theme::scaled(560);
    setMinimumWidth(width);
    resize(width, column->heightForWidth(width)); // as high as its lines are at this width
}

PasswordSheet::PasswordSheet(Session &session, bool isForced, QWidget *parent)
    : QDialog(parent), m_session(session), m_isForced(isForced), m_current(new QLineEdit(this)), m_next(new QLineEdit(this)), m_again(new QLineEdit(this)), m_answer(new QLabel(this)),
      m_change(new QPushButton(tr("Change password"), this))
{
    setObjectName(u"passwordSheet"_s);
    setWindowTitle(tr("Change password"));
    setAttribute(Qt::WA_DeleteOnClose);
    const QList<std::pair<QLineEdit *, QString>> edits{{m_current, tr("Current password")}, {m_next, tr("New password")}, {m_again, tr("The new one again")}};
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeading);
    form->setSpacing(Theme::spaceM);
    for (const auto &[edit, label] : edits) {
        edit->setEchoMode(QLineEdit::Password);
        edit->setAccessibleName(label);
        form->addRow(label, edit);
    }
    m_current->setObjectName(u"currentPassword"_s);
    m_next->setObjectName(u"nextPassword"_s);
    m_again->setObjectName(u"againPassword"_s);
    m_answer->setWordWrap(true);
    m_answer->setObjectName(u"passwordAnswer"_s);
    m_change->setObjectName(u"changePasswordButton"_s);
    m_change->setProperty("primary", true);
    m_change->setDefault(true);
    auto *cancel = new QPushButton(isForced ? tr("Sign out") : tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_change);
    QVBoxLayout *column = sheetLayout(this);
    if (isForced)
        column->addWidget(copyableLabel(tr("Your account is new, or its password was reset: somebody else knows the one you have. Choose one of your own."), this));
    column->addLayout(form);
    column->addWidget(m_answer);
    column->addLayout(buttons);
    setMinimumWidth(Theme::scaled(440));
    connect(m_change, &QPushButton::clicked, this, &PasswordSheet::submit);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void PasswordSheet::say(const QString &text)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Bad));
    m_answer->setPalette(palette);
    m_answer->setText(text);
}

void PasswordSheet::submit()
{
    if (m_next->text() != m_again->text())
        return say(tr("The two new passwords differ. Type the new one again."));
    m_change->setEnabled(false);
    m_answer->clear();
    m_changing.start(m_session.changePassword(m_current->text(), m_next->text()), this, [this](const Result<void> &answer) {
        m_change->setEnabled(true);
        if (!answer)
            return say(answer.error().userText);
        Q_EMIT changed(m_next->text());
        accept();
    });
}

PreferencesSheet::PreferencesSheet(Settings &settings, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"preferencesSheet"_s);
    setWindowTitle(tr("Preferences"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *theme = new QComboBox(this);
    theme->setObjectName(u"themeChoice"_s);
    theme->setAccessibleName(tr("Colours"));
    theme->addItems({tr("As the system"), tr("Light"), tr("Dark")});
    theme->setCurrentIndex(int(settings.theme()));
    auto *text = new QSpinBox(this);
    text->setObjectName(u"textPercent"_s);
    text->setAccessibleName(tr("Size of text"));
    text->setRange(80, 200);
    text->setSingleStep(10);
    text->setSuffix(u" %"_s);
    text->setValue(settings.textPercent());
    auto *idle = new QSpinBox(this);
    idle->setObjectName(u"idleMinutes"_s);
    idle->setAccessibleName(tr("Lock after"));
    idle->setRange(0, 240);
    idle->setSpecialValueText(tr("never"));
    idle->setSuffix(tr(" minutes"));
    idle->setValue(settings.idleMinutes());
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeading);
    form->setSpacing(Theme::spaceM);
    form->addRow(tr("Colours"), theme);
    form->addRow(tr("Size of text"), text);
    form->addRow(tr("Lock when idle for"), idle);
    QVBoxLayout *column = sheetLayout(this);
    column->addLayout(form);
    addClose(this, column);
    setMinimumWidth(Theme::scaled(400));
    connect(theme, &QComboBox::currentIndexChanged, this, [this, &settings](int index) {
        settings.setTheme(Theme::Mode(index));
        Q_EMIT applied();
    });
    connect(text, &QSpinBox::valueChanged, this, [this, &settings](int percent) {
        settings.setTextPercent(percent);
        Q_EMIT applied();
    });
    connect(idle, &QSpinBox::valueChanged, this, [this, &settings](int minutes) {
        settings.setIdleMinutes(minutes);
        Q_EMIT applied();
    });
}

} // namespace Steward
