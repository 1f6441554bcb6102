// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/phoneorderaddress.h"

#include "models/orders/order.h"
#include "ui/common/countries.h"
#include "ui/orders/phoneorderproblems.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

PhoneOrderAddress::PhoneOrderAddress(const QString &part, PhoneOrderProblems &problems, QWidget *parent) : QWidget(parent), m_part(part), m_problems(problems), m_country(new QComboBox(this))
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setLabelAlignment(Qt::AlignLeading);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const QList<QPair<QString, QString>> fields{{u"name"_s, tr("Recipient")}, {u"company"_s, tr("Company")}, {u"line1"_s, tr("Street and number")}, {u"line2"_s, tr("Flat, floor, box")},
                                                {u"postal_code"_s, tr("Postal code")}, {u"city"_s, tr("City")}, {u"region"_s, tr("Region or state")}};
    for (const auto &[name, text] : fields) {
        QLineEdit *edit = addField(name, text);
        form->addRow(text, m_problems.add(m_part + u'.' + name, edit));
    }
    m_fields[u"name"_s]->setPlaceholderText(tr("the customer"));
    m_country->setObjectName(m_part + u"_country"_s);
    m_country->setAccessibleName(tr("Country"));
    m_country->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_country->setMinimumContentsLength(16);
    form->addRow(tr("Country"), m_problems.add(m_part + u".country"_s, m_country));
    setUsualCountries({QLocale::territoryToCode(QLocale().territory())});
    connect(m_country, &QComboBox::currentIndexChanged, this, &PhoneOrderAddress::edited);
}

QLineEdit *PhoneOrderAddress::addField(const QString &name, const QString &text)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(m_part + u'_' + name);
    edit->setAccessibleName(text);
    edit->setMaxLength(300);
    m_fields.insert(name, edit);
    connect(edit, &QLineEdit::textChanged, this, &PhoneOrderAddress::edited);
    return edit;
}

void PhoneOrderAddress::setUsualCountries(const QStringList &codes)
{
    const QSignalBlocker quiet(m_country);
    const QString chosen = m_country->currentData().toString();
    const QList<Country> &all = countries();
    m_country->clear();
    for (const QString &code : codes) {
        const auto country = std::ranges::find(all, code, &Country::code);
        if (country != all.end())
            m_country->addItem(country->name, country->code);
    }
    if (m_country->count() > 0)
        m_country->insertSeparator(m_country->count());
    for (const Country &country : all)
        m_country->addItem(country.name, country.code);
    m_country->setCurrentIndex(isEmpty() ? 0 : m_country->findData(chosen));
}

bool PhoneOrderAddress::isEmpty() const
{
    return std::ranges::all_of(m_fields, [](const QLineEdit *edit) { return edit->text().trimmed().isEmpty(); });
}

QJsonObject PhoneOrderAddress::typed() const
{
    if (isEmpty())
        return {};
    QJsonObject typed{{u"country"_s, m_country->currentData().toString()}};
    for (auto field = m_fields.begin(); field != m_fields.end(); ++field) {
        if (const QString text = field.value()->text().trimmed(); !text.isEmpty())
            typed.insert(field.key(), text);
    }
    return typed;
}

void PhoneOrderAddress::restore(const QJsonObject &typed)
{
    for (auto field = m_fields.begin(); field != m_fields.end(); ++field)
        field.value()->setText(typed.value(field.key()).toString());
    // A country nobody knows is none, and asked for: the usual one would be a guess.
    if (!isEmpty())
        m_country->setCurrentIndex(m_country->findData(typed.value(u"country"_s).toString()));
}

void PhoneOrderAddress::fillIn(const OrderAddress &address)
{
    restore({{u"name"_s, address.name}, {u"company"_s, address.company}, {u"line1"_s, address.line1}, {u"line2"_s, address.line2}, {u"postal_code"_s, address.postalCode},
             {u"city"_s, address.city}, {u"region"_s, address.region}, {u"country"_s, address.country}});
}

void PhoneOrderAddress::clear(const QJsonObject &filledIn)
{
    if (filledIn.isEmpty())
        return;
    for (auto field = m_fields.begin(); field != m_fields.end(); ++field) {
        if (filledIn.contains(field.key()) && field.value()->text().trimmed() == filledIn.value(field.key()).toString())
            field.value()->clear();
    }
    if (m_country->currentData().toString() == filledIn.value(u"country"_s).toString())
        m_country->setCurrentIndex(0);
}

QJsonObject PhoneOrderAddress::document(const QString &name, const QString &phone) const
{
    QJsonObject document = typed();
    if (document.isEmpty())
        return document;
    if (!document.contains(u"name"_s))
        document.insert(u"name"_s, name);
    if (!phone.isEmpty())
        document.insert(u"phone"_s, phone);
    return document;
}

} // namespace Steward
