// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/phoneorderform.h"

#include "models/orders/orderrepository.h"
#include "models/session/session.h"
#include "ui/common/lookupbox.h"
#include "ui/common/theme.h"
#include "ui/orders/linesmoney.h"
#include "ui/orders/linestable.h"
#include "ui/orders/moneyspin.h"
#include "ui/orders/orderdesk.h"
#include "ui/orders/phoneorderaddress.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int restMs = 300; // of typing, before the store is asked
constexpr qint64 highestAmount = 99'999'999'999;
constexpr QLatin1StringView anyCurrency("EUR"); // until the store has told what it is paid in

QLineEdit *makeEdit(const QString &objectName, const QString &accessibleName, int longest, QWidget *parent)
{
    auto *edit = new QLineEdit(parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(accessibleName);
    edit->setMaxLength(longest);
    return edit;
}

MoneySpin *makeAmount(const QString &objectName, const QString &accessibleName, QWidget *parent)
{
    auto *spin = new MoneySpin(objectName, accessibleName, anyCurrency, parent);
    spin->setMinorRange(0, highestAmount);
    return spin;
}

QFormLayout *makeForm()
{
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeading);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

} // namespace

PhoneOrderForm::PhoneOrderForm(OrderDesk &desk, QWidget *parent) : QWidget(parent), m_desk(desk), m_columns(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_columns->setContentsMargins(Theme::spaceL, Theme::spaceL, Theme::spaceL, Theme::spaceL);
    m_columns->setSpacing(Theme::spaceXl);
    m_columns->addWidget(makeCustomer(), 1);
    m_columns->addWidget(makeGoods(), 1);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMs);
    connectAll();
    forgetCustomer();
    showConfirmation();
    askDefaults();
}

QWidget *PhoneOrderForm::makeCustomer()
{
    auto *whole = new QWidget(this);
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceM);
    addLookUp(column);
    column->addLayout(makePerson(whole));
    addAddresses(column);
    column->addStretch();
    return whole;
}

void PhoneOrderForm::addLookUp(QVBoxLayout *column)
{
    QWidget *whole = column->parentWidget();
    m_lookUp = new LookUpBox(whole);
    m_lookUp->setObjectName(u"customerBox"_s);
    m_lookUp->setWords(tr("Find the customer: phone, name, e-mail or order number"), tr("Find the customer"), tr("Found customers"),
                       tr("Nobody found for “%1”.\nFill in the fields below: it becomes a new customer."));
    m_known = new QLabel(whole);
    m_known->setObjectName(u"customerKnown"_s);
    m_known->setTextFormat(Qt::PlainText);
    m_known->setWordWrap(true);
    m_forget = new QPushButton(tr("Somebody else"), whole);
    m_forget->setObjectName(u"customerForget"_s);
    auto *known = new QHBoxLayout;
    known->addWidget(m_known, 1);
    known->addWidget(m_forget);
    column->addWidget(m_lookUp);
    column->addLayout(known);
}

QLayout *PhoneOrderForm::makePerson(QWidget *whole)
{
    m_name = makeEdit(u"customerName"_s, tr("Name"), 500, whole);
    m_phone = makeEdit(u"customerPhone"_s, tr("Phone"), 100, whole);
    m_email = makeEdit(u"customerEmail"_s, tr("E-mail"), 320, whole);
    m_email->setPlaceholderText(tr("optional, where there is a phone number or an address"));
    auto *contact = new QWidget(whole);
    auto *person = makeForm();
    person->addRow(tr("Name"), m_problems.add(u"name"_s, m_name));
    person->addRow(tr("Phone"), m_problems.add(u"phone"_s, m_phone));
    person->addRow(tr("E-mail"), m_problems.add(u"email"_s, m_email));
    person->addRow(m_problems.add(u"contact"_s, contact, m_phone));
    return person;
}

/// Where it goes, and where the bill goes if that is elsewhere.
void PhoneOrderForm::addAddresses(QVBoxLayout *column)
{
    QWidget *whole = column->parentWidget();
    auto *there = new QGroupBox(tr("Delivery address"), whole);
    m_shipping = new PhoneOrderAddress(u"shipping"_s, m_problems, there);
    (new QVBoxLayout(there))->addWidget(m_shipping);
    m_isBilledThere = new QCheckBox(tr("The bill goes to the same address"), whole);
    m_isBilledThere->setObjectName(u"phoneIsBilledThere"_s);
    m_isBilledThere->setChecked(true);
    auto *bill = new QGroupBox(tr("Billing address"), whole);
    m_billing = new PhoneOrderAddress(u"billing"_s, m_problems, bill);
    (new QVBoxLayout(bill))->addWidget(m_billing);
    bill->hide();
    connect(m_isBilledThere, &QCheckBox::toggled, bill, [bill](bool isSame) { bill->setVisible(!isSame); });
    column->addWidget(there);
    column->addWidget(m_isBilledThere);
    column->addWidget(bill);
}

QWidget *PhoneOrderForm::makeGoods()
{
    auto *whole = new QWidget(this);
    m_currency = new QComboBox(whole);
    m_currency->setObjectName(u"phoneCurrency"_s);
    m_currency->setAccessibleName(tr("Currency"));
    m_currency->addItem(anyCurrency);
    m_lines = new LinesTable(m_desk.phone(), anyCurrency, whole);
    m_note = new QPlainTextEdit(whole);
    m_note->setObjectName(u"phoneNote"_s);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("A note for your colleagues (optional)"));
    m_note->setTabChangesFocus(true);
    m_isConfirmed = new QCheckBox(tr("Confirm the order by e-mail"), whole);
    m_isConfirmed->setObjectName(u"phoneIsConfirmed"_s);
    m_isConfirmed->setChecked(true);
    m_confirmation = new QLabel(tr("Without an e-mail address no confirmation goes out."), whole);
    m_confirmation->setObjectName(u"phoneConfirmation"_s);
    m_confirmation->setTextFormat(Qt::PlainText);
    m_confirmation->setWordWrap(true);
    m_money = new LinesMoney(whole);
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceM);
    auto *currency = makeForm();
    currency->addRow(tr("Currency"), m_problems.add(u"currency"_s, m_currency));
    column->addLayout(currency);
    column->addLayout(makeDefaultsLine(whole));
    column->addLayout(m_problems.add(u"lines"_s, m_lines), 1);
    column->addLayout(makeAmounts());
    column->addLayout(m_problems.add(u"note"_s, m_note));
    column->addWidget(m_isConfirmed);
    column->addWidget(m_confirmation);
    column->addWidget(m_money);
    return whole;
}

/// Says that the store could not be asked what orders are paid in.
QLayout *PhoneOrderForm::makeDefaultsLine(QWidget *parent)
{
    m_currencySaid = new QLabel(parent);
    m_currencySaid->setObjectName(u"phoneCurrencySaid"_s);
    m_currencySaid->setTextFormat(Qt::PlainText);
    m_currencySaid->setWordWrap(true);
    QPalette palette = m_currencySaid->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Warning));
    m_currencySaid->setPalette(palette);
    m_askDefaults = new QPushButton(tr("Ask again"), parent);
    m_askDefaults->setObjectName(u"phoneCurrencyAsk"_s);
    m_askDefaults->setAccessibleName(tr("Ask again which currencies there are"));
    m_currencySaid->hide();
    m_askDefaults->hide();
    auto *row = new QHBoxLayout;
    row->addWidget(m_currencySaid, 1);
    row->addWidget(m_askDefaults);
    return row;
}

QLayout *PhoneOrderForm::makeAmounts()
{
    m_amounts = new QWidget(m_lines->parentWidget());
    m_shippingCosts = makeAmount(u"phoneShipping"_s, tr("Shipping"), m_amounts);
    m_discount = makeAmount(u"phoneDiscount"_s, tr("Discount"), m_amounts);
    m_tax = makeAmount(u"phoneTax"_s, tr("Tax on top"), m_amounts);
    m_tax->setToolTip(tr("Only where prices are without tax."));
    auto *form = makeForm();
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("Shipping"), m_shippingCosts);
    form->addRow(tr("Discount"), m_discount);
    form->addRow(tr("Tax on top"), m_tax);
    m_amounts->setLayout(form);
    return m_problems.add(u"money"_s, m_amounts, m_discount);
}

void PhoneOrderForm::connectAll()
{
    connect(m_lookUp, &LookUpBox::asked, this, [this](const QString &text) {
        m_finding.start(m_desk.phone().findCustomers(text), this, [this, text](const Result<QList<CustomerMatch>> &answer) { showFound(text, answer); });
    });
    connect(m_lookUp, &LookUpBox::chosen, this, [this](qint64 id) { choose({id}); });
    connect(m_forget, &QPushButton::clicked, this, [this] {
        forgetCustomer();
        m_name->setFocus();
    });
    for (QLineEdit *edit : {m_name, m_phone, m_email})
        connect(edit, &QLineEdit::textChanged, this, &PhoneOrderForm::changed);
    for (PhoneOrderAddress *address : {m_shipping, m_billing})
        connect(address, &PhoneOrderAddress::edited, this, &PhoneOrderForm::changed);
    for (QCheckBox *box : {m_isBilledThere, m_isConfirmed})
        connect(box, &QCheckBox::toggled, this, &PhoneOrderForm::changed);
    for (MoneySpin *spin : {m_shippingCosts, m_discount, m_tax})
        connect(spin, &QDoubleSpinBox::valueChanged, this, &PhoneOrderForm::changed);
    connect(m_lines, &LinesTable::edited, this, &PhoneOrderForm::changed);
    connect(m_note, &QPlainTextEdit::textChanged, this, &PhoneOrderForm::changed);
    connect(m_currency, &QComboBox::currentTextChanged, this, &PhoneOrderForm::setCurrency);
    connect(m_currency, &QComboBox::activated, this, [this] { m_isCurrencyMeant = true; });
    connect(m_askDefaults, &QPushButton::clicked, this, &PhoneOrderForm::askDefaults);
    connect(&m_desk.context().session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::Ready && !m_hasDefaults)
            askDefaults();
    });
    connect(&m_rest, &QTimer::timeout, this, &PhoneOrderForm::count);
}

void PhoneOrderForm::changed()
{
    const bool hasLines = !m_lines->lines().isEmpty();
    m_currency->setEnabled(!hasLines);
    m_currency->setToolTip(hasLines ? tr("The lines are priced in it. Take them out to choose another.") : QString());
    showConfirmation();
    m_counting.cancel(); // its answer would be about the order as it was
    m_money->setCounting();
    m_rest.start();
    Q_EMIT edited();
}

void PhoneOrderForm::showConfirmation()
{
    const bool hasEmail = !m_email->text().trimmed().isEmpty();
    m_isConfirmed->setEnabled(hasEmail);
    m_confirmation->setVisible(!hasEmail);
}

void PhoneOrderForm::askDefaults()
{
    m_askDefaults->setEnabled(false);
    m_asking.start(m_desk.phone().defaults(), this, [this](const Result<OrderDefaults> &answer) { showDefaults(answer); });
}

void PhoneOrderForm::showDefaults(const Result<OrderDefaults> &answer)
{
    m_askDefaults->setEnabled(true);
    m_hasDefaults = bool(answer);
    m_currencySaid->setVisible(!answer);
    m_askDefaults->setVisible(!answer);
    if (!answer)
        return m_currencySaid->setText(tr("Which currencies orders are paid in could not be asked, so there is no choice of them. %1").arg(answer.error().userText));
    offerCurrencies(answer->currencies);
    for (PhoneOrderAddress *address : {m_shipping, m_billing}) {
        if (!answer->countries.isEmpty())
            address->setUsualCountries(answer->countries);
    }
}

/// One that is meant stays, also where the answer comes late; else the most used one is chosen.
void PhoneOrderForm::offerCurrencies(const QStringList &usual)
{
    if (usual.isEmpty())
        return;
    const QString before = m_currency->currentText();
    const bool stays = m_isCurrencyMeant || !m_lines->lines().isEmpty();
    {
        const QSignalBlocker quiet(m_currency);
        m_currency->clear();
        m_currency->addItems(usual);
        if (stays && !usual.contains(before))
            m_currency->addItem(before);
        m_currency->setCurrentText(stays ? before : usual.first());
    }
    if (m_currency->currentText() != before)
        setCurrency(m_currency->currentText());
}

void PhoneOrderForm::setCurrency(const QString &currency)
{
    m_lines->setCurrency(currency);
    for (MoneySpin *spin : {m_shippingCosts, m_discount, m_tax})
        spin->setCurrency(currency);
    changed();
}

QString PhoneOrderForm::customerName() const
{
    return m_name->text().trimmed();
}

QJsonObject PhoneOrderForm::document() const
{
    const QString phone = m_phone->text().trimmed();
    QJsonObject document{{u"name"_s, customerName()}, {u"phone"_s, phone}, {u"email"_s, m_email->text().trimmed()}, {u"currency"_s, m_currency->currentText()},
                         {u"shipping_minor"_s, m_shippingCosts->minor()}, {u"discount_minor"_s, m_discount->minor()}, {u"tax_minor"_s, m_tax->minor()}, {u"lines"_s, linesJson(m_lines->lines())},
                         {u"note"_s, m_note->toPlainText().trimmed()}, {u"confirm"_s, m_isConfirmed->isChecked() && m_isConfirmed->isEnabledTo(m_isConfirmed->parentWidget())}};
    if (const QJsonObject address = m_shipping->document(customerName(), phone); !address.isEmpty())
        document.insert(u"shipping_address"_s, address);
    if (const QJsonObject address = m_billing->document(customerName(), phone); !address.isEmpty() && !m_isBilledThere->isChecked())
        document.insert(u"billing_address"_s, address);
    if (m_customerOf.isValid())
        document.insert(u"customer_of"_s, m_customerOf.value);
    return document;
}

QJsonObject PhoneOrderForm::typed() const
{
    QJsonObject typed;
    const auto keep = [&typed](const QString &name, const QJsonValue &value, bool isTyped) {
        if (isTyped)
            typed.insert(name, value);
    };
    for (const auto &[name, edit] : {qMakePair(u"name"_s, m_name), qMakePair(u"phone"_s, m_phone), qMakePair(u"email"_s, m_email)})
        keep(name, edit->text(), !edit->text().trimmed().isEmpty());
    keep(u"shipping"_s, m_shipping->typed(), !m_shipping->isEmpty());
    keep(u"billing"_s, m_billing->typed(), !m_billing->isEmpty());
    keep(u"lines"_s, linesJson(m_lines->lines()), !m_lines->lines().isEmpty());
    for (const auto &[name, spin] : {qMakePair(u"costs"_s, m_shippingCosts), qMakePair(u"discount"_s, m_discount), qMakePair(u"tax"_s, m_tax)})
        keep(name, spin->minor(), spin->minor() != 0);
    keep(u"note"_s, m_note->toPlainText(), !m_note->toPlainText().trimmed().isEmpty());
    keep(u"customer_of"_s, m_customerOf.value, m_customerOf.isValid());
    if (!typed.isEmpty())
        typed.insert(u"currency"_s, m_currency->currentText());
    keep(u"known_as"_s, m_knownAs, m_customerOf.isValid());
    keep(u"filled_in"_s, m_filledIn, m_customerOf.isValid());
    keep(u"billed_elsewhere"_s, true, !typed.isEmpty() && !m_isBilledThere->isChecked());
    keep(u"not_confirmed"_s, true, !typed.isEmpty() && !m_isConfirmed->isChecked());
    return typed;
}

void PhoneOrderForm::restore(const QJsonObject &typed)
{
    m_name->setText(typed.value(u"name"_s).toString());
    m_phone->setText(typed.value(u"phone"_s).toString());
    m_email->setText(typed.value(u"email"_s).toString());
    m_shipping->restore(typed.value(u"shipping"_s).toObject());
    m_billing->restore(typed.value(u"billing"_s).toObject());
    m_isBilledThere->setChecked(!typed.value(u"billed_elsewhere"_s).toBool());
    m_isConfirmed->setChecked(!typed.value(u"not_confirmed"_s).toBool());
    m_lines->setLines({}, {});
    if (const QString currency = typed.value(u"currency"_s).toString(); !currency.isEmpty()) {
        if (m_currency->findText(currency) < 0)
            m_currency->addItem(currency);
        m_currency->setCurrentText(currency);
        m_isCurrencyMeant = true;
    }
    m_lines->setLines({}, readLines(typed.value(u"lines"_s).toArray()));
    m_shippingCosts->setMinor(typed.value(u"costs"_s).toInteger());
    m_discount->setMinor(typed.value(u"discount"_s).toInteger());
    m_tax->setMinor(typed.value(u"tax"_s).toInteger());
    m_note->setPlainText(typed.value(u"note"_s).toString());
    m_customerOf = {typed.value(u"customer_of"_s).toInteger()};
    m_knownAs = typed.value(u"known_as"_s).toString();
    m_filledIn = typed.value(u"filled_in"_s).toObject();
    showKnown();
    changed();
}

void PhoneOrderForm::count()
{
    m_counting.start(m_desk.phone().preview(document()), this, [this](const Result<OrderPreview> &answer) {
        if (answer)
            showCounted(*answer);
        else
            m_money->showNothing(tr("What it comes to is not known yet. %1").arg(answer.error().userText));
    });
}

void PhoneOrderForm::showCounted(const OrderPreview &preview)
{
    m_problems.show(preview.problems, m_say);
    if (!preview.total)
        return m_money->showNothing({});
    QList<LinesMoney::Amount> amounts{{u"Subtotal"_s, tr("Lines"), preview.subtotal->toText()}, {u"Shipping"_s, tr("Shipping"), preview.shipping->toText()}};
    if (preview.discount->minor != 0)
        amounts.append({u"Discount"_s, tr("Discount"), Money{-preview.discount->minor, preview.discount->currency}.toText()});
    if (preview.tax->minor != 0)
        amounts.append({u"Tax"_s, tr("Tax on top"), preview.tax->toText()});
    amounts.append({u"Total"_s, tr("To pay"), preview.total->toText()});
    m_money->show(amounts);
}

QString PhoneOrderForm::refused(const QList<OrderProblem> &problems)
{
    m_say = PhoneOrderProblems::Say::WhatIsMissingToo;
    const QStringList others = m_problems.show(problems, m_say);
    QWidget *wrong = m_problems.firstWrong();
    if (wrong == m_lines)
        m_lines->focusProducts();
    else if (wrong)
        wrong->setFocus();
    return others.join(u'\n');
}

void PhoneOrderForm::focusFirst()
{
    m_lookUp->setFocus();
}

void PhoneOrderForm::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitToWidth();
}

void PhoneOrderForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitToWidth();
}

/// Two columns where there is room for both, else one above the other.
void PhoneOrderForm::fitToWidth()
{
    m_note->setFixedHeight(fontMetrics().height() * 3 + Theme::spaceL);
    m_columns->setDirection(width() >= fontMetrics().averageCharWidth() * 120 ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

} // namespace Steward
