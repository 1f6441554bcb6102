// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/staff/staffsheets.h"

#include "models/staff/firstpassword.h"
#include "ui/common/sheetparts.h"
#include "ui/common/theme.h"

#include <QClipboard>
#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QVBoxLayout *beginSheet(QDialog *sheet, const QString &name, const QString &title)
{
    sheet->setObjectName(name);
    sheet->setWindowTitle(title);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->setMinimumWidth(480);
    return sheetLayout(sheet, Theme::spaceL);
}

QFormLayout *formLayout()
{
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QLayout *buttonRow(QPushButton *cancel, QPushButton *submit)
{
    submit->setProperty("primary", true);
    submit->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(submit);
    QWidget::setTabOrder(cancel, submit);
    return row;
}

/// The groups, with what the chosen one does below.
QComboBox *groupChoice(QLabel *explanation, QWidget *parent)
{
    auto *choice = new QComboBox(parent);
    choice->setObjectName(u"staffGroup"_s);
    choice->setAccessibleName(NewAccountSheet::tr("Group"));
    for (const QString &group : staffGroups())
        choice->addItem(staffGroupText(group), group);
    const auto explain = [choice, explanation] { explanation->setText(staffGroupExplanation(choice->currentData().toString())); };
    QObject::connect(choice, &QComboBox::currentIndexChanged, explanation, explain);
    explain();
    return choice;
}

} // namespace

NewAccountSheet::NewAccountSheet(StaffRepository &staff, QWidget *parent)
    : QDialog(parent), m_staff(staff), m_name(new QLineEdit(this)), m_login(new QLineEdit(this)), m_explanation(plainLabel({}, this)), m_answer(plainLabel({}, this)),
      m_submit(new QPushButton(tr("Make the account"), this)), m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_group = groupChoice(m_explanation, this);
    layOut();
    beginAnew();
    connect(m_name, &QLineEdit::textEdited, this, &NewAccountSheet::suggestLogin);
    connect(m_login, &QLineEdit::textEdited, this, [this] { disconnect(m_name, &QLineEdit::textEdited, this, &NewAccountSheet::suggestLogin); });
    for (QLineEdit *edit : {m_name, m_login})
        connect(edit, &QLineEdit::textChanged, this, &NewAccountSheet::edited);
    connect(m_group, &QComboBox::currentIndexChanged, this, &NewAccountSheet::edited);
    connect(m_submit, &QPushButton::clicked, this, &NewAccountSheet::submit);
    connect(m_cancel, &QPushButton::clicked, this, &NewAccountSheet::reject);
}

void NewAccountSheet::layOut()
{
    QVBoxLayout *column = beginSheet(this, u"newAccountSheet"_s, tr("New account"));
    m_name->setObjectName(u"staffName"_s);
    m_name->setAccessibleName(tr("Name"));
    m_name->setPlaceholderText(tr("as colleagues know them"));
    m_name->setMaxLength(200);
    m_login->setObjectName(u"staffLogin"_s);
    m_login->setAccessibleName(tr("Login"));
    m_login->setPlaceholderText(tr("a to z, digits, dot, dash, underscore"));
    m_login->setMaxLength(63);
    m_answer->setObjectName(u"newAccountAnswer"_s);
    m_answer->hide();
    m_submit->setObjectName(u"makeAccountButton"_s);
    QFormLayout *form = formLayout();
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Login"), m_login);
    form->addRow(tr("Group"), m_group);
    form->addRow(QString(), m_explanation);
    column->addWidget(plainLabel(tr("A first password is made for them and shown to you once. They have to choose one of their own when they first sign in."), this));
    column->addLayout(form);
    column->addWidget(m_answer);
    column->addLayout(buttonRow(m_cancel, m_submit));
    setTabOrder(m_login, m_group);
    setTabOrder(m_group, m_cancel);
    setTabOrder(m_cancel, m_submit);
}

/// "Ada Lovelace" → "ada.lovelace", until a login was typed.
void NewAccountSheet::suggestLogin(const QString &name)
{
    static const QRegularExpression strange(u"[^a-z0-9]+"_s);
    static const QRegularExpression edge(u"^[^a-z]+|[.]+$"_s);
    m_login->setText(name.normalized(QString::NormalizationForm_D).remove(QRegularExpression(u"\\p{Mn}"_s)).toLower().replace(strange, u"."_s).remove(edge).left(63));
}

void NewAccountSheet::beginAnew()
{
    m_commandId = QUuid::createUuid();
    m_password = makeFirstPassword();
}

void NewAccountSheet::submit()
{
    const QStringList typed{m_login->text().trimmed(), m_name->text().trimmed(), m_group->currentData().toString()};
    if (!m_sent.isEmpty() && m_sent != typed)
        beginAnew();
    m_sent = typed;
    m_answer->hide();
    setFilling(false);
    m_making.start(m_staff.add(m_commandId, typed.at(0), typed.at(1), typed.at(2), m_password), this, [this](const Result<CommandOutcome> &outcome) { answered(outcome); });
}

void NewAccountSheet::answered(const Result<CommandOutcome> &outcome)
{
    setFilling(true);
    if (outcome && outcome->kind == CommandOutcome::Kind::Done) {
        Q_EMIT made(m_sent.at(0), m_sent.at(1), m_password);
        return accept();
    }
    if (!outcome && outcome.error().kind == ErrorKind::Offline)
        return askAgain(outcome.error().userText);
    say(outcome ? staffReasonText(outcome->reason) : outcome.error().userText, Theme::Tone::Bad);
    beginAnew();
    const bool isLogin = outcome && (outcome->reason == u"login_taken" || outcome->reason == u"bad_login");
    (isLogin ? m_login : m_name)->setFocus();
}

/// Nobody knows what became of a command without an answer: it keeps its id and password, and nothing else can be sent before it is known.
void NewAccountSheet::askAgain(const QString &why)
{
    setFilling(false);
    m_submit->setText(tr("Ask again"));
    m_submit->setEnabled(true);
    m_cancel->setEnabled(true);
    m_submit->setFocus();
    say(tr("%1 Nobody knows yet whether the account was made. Ask again to find out and to see its password.").arg(why), Theme::Tone::Warning);
}

void NewAccountSheet::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_answer->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_answer->setPalette(palette);
    m_answer->setText(text);
    m_answer->show();
}

/// What is on its way is what is seen.
void NewAccountSheet::setFilling(bool isFilling)
{
    m_submit->setText(tr("Make the account"));
    if (!isFilling)
        setFocus();
    for (QWidget *part : {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_login), static_cast<QWidget *>(m_group), static_cast<QWidget *>(m_submit), static_cast<QWidget *>(m_cancel)})
        part->setEnabled(isFilling);
}

QJsonObject NewAccountSheet::typed() const
{
    if (m_name->text().trimmed().isEmpty() && m_login->text().trimmed().isEmpty())
        return {};
    return {{u"name"_s, m_name->text()}, {u"login"_s, m_login->text()}, {u"group"_s, m_group->currentData().toString()}};
}

void NewAccountSheet::restore(const QJsonObject &typed)
{
    m_name->setText(typed.value(u"name"_s).toString());
    m_login->setText(typed.value(u"login"_s).toString());
    m_group->setCurrentIndex(std::max(0, m_group->findData(typed.value(u"group"_s).toString())));
    disconnect(m_name, &QLineEdit::textEdited, this, &NewAccountSheet::suggestLogin);
    settle();
    say(tr("Restored what you typed before."), Theme::Tone::Info);
}

void NewAccountSheet::dismiss()
{
    QDialog::reject();
}

void NewAccountSheet::reject()
{
    if (m_making.isRunning())
        return;
    if (isUnsettled())
        Q_EMIT closeAsked();
    else
        dismiss();
}

GroupSheet::GroupSheet(const StaffAccount &account, QWidget *parent) : QDialog(parent)
{
    QVBoxLayout *column = beginSheet(this, u"groupSheet"_s, tr("Group of %1").arg(account.name));
    QLabel *explanation = plainLabel({}, this);
    QComboBox *choice = groupChoice(explanation, this);
    choice->setCurrentIndex(choice->findData(account.groups.value(0)));
    auto *move = new QPushButton(tr("Move to this group"), this);
    move->setObjectName(u"moveButton"_s);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    QFormLayout *form = formLayout();
    form->addRow(tr("Group"), choice);
    form->addRow(QString(), explanation);
    column->addWidget(plainLabel(tr("One group at a time. It holds at once, also where %1 is signed in now: what the old group saw is refused from the next click on.").arg(account.name), this));
    column->addLayout(form);
    column->addLayout(buttonRow(cancel, move));
    const auto showState = [choice, move, account] { move->setEnabled(choice->currentData().toString() != account.groups.value(0)); };
    connect(choice, &QComboBox::currentIndexChanged, this, showState);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(move, &QPushButton::clicked, this, [this, choice] {
        Q_EMIT chosen(choice->currentData().toString());
        accept();
    });
    showState();
}

FirstPasswordSheet::FirstPasswordSheet(const QString &name, const QString &login, const QString &password, QWidget *parent) : QDialog(parent)
{
    QVBoxLayout *column = beginSheet(this, u"firstPasswordSheet"_s, tr("First password of %1").arg(name));
    auto *shown = new QLineEdit(password, this);
    shown->setObjectName(u"firstPassword"_s);
    shown->setAccessibleName(tr("First password"));
    shown->setReadOnly(true);
    shown->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *copy = new QPushButton(tr("Copy"), this);
    copy->setObjectName(u"copyPasswordButton"_s);
    connect(copy, &QPushButton::clicked, this, [password] { QGuiApplication::clipboard()->setText(password); });
    auto *row = new QHBoxLayout;
    row->addWidget(shown, 1);
    row->addWidget(copy);
    QFormLayout *form = formLayout();
    form->addRow(tr("Login"), plainLabel(login, this));
    form->addRow(tr("Password"), row);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(u"passwordSeenButton"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    column->addWidget(plainLabel(tr("It is shown this once and kept nowhere. Tell it to %1 in a way nobody else reads; it has to be changed at the first sign-in. Should it get lost, reset the password.").arg(name), this));
    column->addLayout(form);
    column->addWidget(close, 0, Qt::AlignTrailing);
    shown->setFocus();
    shown->selectAll();
}

} // namespace Steward
