// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/importmappage.h"

#include "ui/common/theme.h"
#include "ui/orders/importwords.h"

#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int usualColumns = 3; // of the table: column, field, values

QComboBox *makeEditable(const QString &name, const QString &accessibleName, const QStringList &choices, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->addItems(choices);
    return box;
}

/// Is changed in its list alone: a key that passes over other fields would take them from their columns on the way.
class FieldBox final : public QComboBox
{
public:
    using QComboBox::QComboBox;

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        const QList<int> moves{Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End};
        const bool isLetter = !event->text().isEmpty() && event->text().front().isLetterOrNumber() && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
        if (!moves.contains(event->key()) && !isLetter)
            return QComboBox::keyPressEvent(event);
        showPopup();
        if (isLetter)
            view()->keyboardSearch(event->text());
    }
    void wheelEvent(QWheelEvent *event) override { event->ignore(); } // it is the table that is turned
};

QTableWidgetItem *makeCell(const QString &text)
{
    auto *cell = new QTableWidgetItem(text);
    cell->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return cell;
}

} // namespace

ImportMapPage::ImportMapPage(QWidget *parent) : QWidget(parent), m_source(new QLineEdit(this)), m_zone(new QLineEdit(this)), m_decimal(new QComboBox(this)), m_table(new QTableWidget(0, usualColumns, this)), m_missing(new QLabel(this))
{
    m_source->setObjectName(u"importSource"_s);
    m_source->setAccessibleName(tr("Name of the shop"));
    m_source->setToolTip(tr("a to z, digits, '.', '_' and '-'. With its number it makes an order unique, so the same shop is always called the same."));
    m_currency = makeEditable(u"importCurrency"_s, tr("Currency"), {{}, u"EUR"_s, u"USD"_s, u"GBP"_s, u"CHF"_s, u"AUD"_s, u"CAD"_s}, this);
    m_times = makeEditable(u"importTimes"_s, tr("Times are written as"), {u"iso"_s, u"dd.MM.yyyy HH:mm"_s, u"dd.MM.yyyy"_s, u"dd/MM/yyyy HH:mm"_s, u"MM/dd/yyyy HH:mm"_s, u"M/d/yyyy"_s, u"yyyy-MM-dd HH:mm:ss"_s}, this);
    m_times->setToolTip(tr("d day, M month, y year, H hour, m minute, s second, as in dd.MM.yyyy HH:mm. “iso” is 2026-01-31 18:05:00 +0100, in whole or in part."));
    m_zone->setObjectName(u"importZone"_s);
    m_zone->setAccessibleName(tr("Time zone"));
    m_decimal->setObjectName(u"importDecimal"_s);
    m_decimal->setAccessibleName(tr("Amounts have a"));
    m_decimal->addItem(tr("point or comma, found out from the file"), int(ImportMap::DecimalSign::Auto));
    m_decimal->addItem(tr("decimal point"), int(ImportMap::DecimalSign::Point));
    m_decimal->addItem(tr("decimal comma"), int(ImportMap::DecimalSign::Comma));
    m_table->setObjectName(u"importColumns"_s);
    m_table->setAccessibleName(tr("Columns of the file"));
    m_table->setHorizontalHeaderLabels({tr("Column"), tr("becomes"), tr("Values in it")});
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->setWordWrap(false);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setTabKeyNavigation(false);
    m_missing->setObjectName(u"importMissing"_s);
    m_missing->setTextFormat(Qt::PlainText);
    m_missing->setWordWrap(true);
    auto *form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeading);
    form->addRow(tr("Name of the shop"), m_source);
    form->addRow(tr("Currency"), m_currency);
    form->addRow(tr("Times are written as"), m_times);
    form->addRow(tr("Time zone"), m_zone);
    form->addRow(tr("Amounts have a"), m_decimal);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceM);
    column->addLayout(form);
    column->addWidget(m_table, 1);
    column->addWidget(m_missing);
    column->addLayout(makeKeeping());
    for (QLineEdit *edit : {m_source, m_zone})
        connect(edit, &QLineEdit::textChanged, this, &ImportMapPage::showMissing);
    connect(m_currency, &QComboBox::currentTextChanged, this, &ImportMapPage::showMissing);
    connect(m_decimal, &QComboBox::currentIndexChanged, this, &ImportMapPage::edited);
    connect(m_times, &QComboBox::currentTextChanged, this, [this](const QString &format) {
        m_columns.map().timeFormats = {format.trimmed().toUtf8()};
        showMissing();
    });
}

QLayout *ImportMapPage::makeKeeping()
{
    m_said = new QLabel(this);
    m_said->setObjectName(u"importMapSaid"_s);
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_keep = new QPushButton(tr("Keep this map…"), this);
    m_keep->setObjectName(u"importKeep"_s);
    m_keep->setToolTip(tr("Under a name, for everybody who may import. It is offered again when a file has these headings."));
    auto *more = new QPushButton(tr("More"), this);
    more->setObjectName(u"importMapMore"_s);
    auto *menu = new QMenu(more);
    menu->setObjectName(u"importMapMenu"_s);
    const auto add = [this, menu](const QString &name, const QString &text, void (ImportMapPage::*wanted)()) {
        QAction *action = menu->addAction(text);
        action->setObjectName(name);
        connect(action, &QAction::triggered, this, wanted);
        return action;
    };
    m_save = add(u"importMapSave"_s, tr("Save this map to a file…"), &ImportMapPage::saveWanted);
    add(u"importMapOpen"_s, tr("Take a map from a file…"), &ImportMapPage::openWanted);
    m_forget = add(u"importMapForget"_s, {}, &ImportMapPage::forgetWanted);
    more->setMenu(menu);
    for (QPushButton *button : {m_keep, more})
        button->setAutoDefault(false);
    connect(m_keep, &QPushButton::clicked, this, &ImportMapPage::keepWanted);
    auto *row = new QHBoxLayout;
    row->addWidget(m_keep);
    row->addWidget(more);
    row->addWidget(m_said, 1);
    setKeptName({});
    return row;
}

void ImportMapPage::setKeptName(const QString &name)
{
    m_forget->setVisible(!name.isEmpty());
    m_forget->setText(tr("Forget the map “%1”…").arg(QString(name).replace(u'&', u"&&"_s)));
}

void ImportMapPage::say(const QString &text, Theme::Tone tone)
{
    QPalette palette = m_said->palette();
    palette.setColor(QPalette::WindowText, Theme::text(tone));
    m_said->setPalette(palette);
    m_said->setText(text);
}

void ImportMapPage::show(const ImportLook &look, const ImportMap &base, const QString &timeZone)
{
    m_columns = ColumnMap(base, look.header);
    const QSignalBlocker quietSource(m_source), quietZone(m_zone), quietCurrency(m_currency), quietTimes(m_times), quietDecimal(m_decimal);
    // What the map says of all orders alike is said beside it, where it can be changed.
    FieldRule &currency = m_columns.map().rule(OrderField::Currency);
    const bool isOne = currency.constant && currency.columns.isEmpty();
    m_currency->setCurrentText(isOne ? QString::fromUtf8(*currency.constant) : QString());
    if (isOne)
        currency.constant.reset();
    m_source->setText(base.source);
    m_zone->setText(base.zone.isEmpty() ? timeZone : QString::fromUtf8(base.zone));
    m_times->setCurrentText(base.timeFormats.size() == 1 ? QString::fromUtf8(base.timeFormats.first()) : QString());
    m_times->setEnabled(base.timeFormats.size() <= 1); // a kind of file with several knows them better
    m_decimal->setCurrentIndex(std::max(0, m_decimal->findData(int(base.decimalSign))));
    m_boxes.clear();
    m_table->setRowCount(0);
    m_table->setRowCount(int(look.header.size()));
    for (int row = 0; row < m_table->rowCount(); ++row)
        fillRow(row, look);
    if (!m_boxes.isEmpty()) // all rows alike, whatever room the page has just now
        m_table->verticalHeader()->setDefaultSectionSize(m_boxes.first()->sizeHint().height() + Theme::spaceXs);
    showFields();
    showMissing();
}

QJsonObject ImportMapPage::typed() const
{
    return {{u"map"_s, m_columns.map().toJson()},
            {u"source"_s, m_source->text()},
            {u"currency"_s, m_currency->currentText()},
            {u"zone"_s, m_zone->text()},
            {u"decimal"_s, m_decimal->currentData().toInt()}};
}

void ImportMapPage::restore(const ImportLook &look, const QJsonObject &typed)
{
    const auto map = ImportMap::partFromJson(typed.value(u"map"_s).toObject());
    if (!map)
        return;
    show(look, *map, {});
    m_source->setText(typed.value(u"source"_s).toString());
    m_currency->setCurrentText(typed.value(u"currency"_s).toString());
    m_zone->setText(typed.value(u"zone"_s).toString());
    m_decimal->setCurrentIndex(std::max(0, m_decimal->findData(typed.value(u"decimal"_s).toInt())));
}

void ImportMapPage::fillRow(int row, const ImportLook &look)
{
    auto *box = new FieldBox(m_table);
    box->setObjectName(u"importField%1"_s.arg(row));
    box->setAccessibleName(tr("What the column %1 becomes").arg(look.header.at(row)));
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->addItem(tr("— not imported —"), QString());
    for (const QString &field : ColumnMap::fields())
        box->addItem(importFieldText(field), field);
    connect(box, &QComboBox::activated, this, [this, row, box] { assign(row, box->currentData().toString()); });
    m_boxes.append(box);
    m_table->setItem(row, 0, makeCell(look.header.at(row)));
    m_table->setCellWidget(row, 1, box);
    m_table->setItem(row, 2, makeCell(look.samples.value(row).join(u" · "_s)));
}

void ImportMapPage::assign(int row, const QString &field)
{
    if (!field.contains(u' ')) // several together are as they were
        m_columns.assign(m_columns.header().at(row), field);
    showFields();
    showMissing();
}

void ImportMapPage::showFields()
{
    for (qsizetype row = 0; row < m_boxes.size(); ++row) {
        QComboBox *box = m_boxes.at(row);
        const QStringList fields = m_columns.fieldsOf(m_columns.header().at(row));
        // A kind of file may use one column twice: it is shown as long as nobody says otherwise.
        constexpr int together = 1;
        if (box->itemData(together).toString().contains(u' '))
            box->removeItem(together);
        if (fields.size() > 1) {
            QStringList texts;
            for (const QString &field : fields)
                texts.append(importFieldText(field));
            box->insertItem(together, texts.join(u", "_s), fields.join(u' '));
            box->setCurrentIndex(together);
        } else {
            box->setCurrentIndex(box->findData(fields.value(0)));
        }
    }
}

bool ImportMapPage::isWhole() const
{
    const bool hasCurrency = m_columns.isMapped(u"currency"_s) || m_currency->currentText().trimmed().size() == 3;
    return m_columns.missing().isEmpty() && hasCurrency && !m_source->text().trimmed().isEmpty();
}

void ImportMapPage::showMissing()
{
    QStringList texts;
    for (const QString &field : m_columns.missing())
        texts.append(importFieldText(field));
    if (!m_columns.isMapped(u"currency"_s) && m_currency->currentText().trimmed().size() != 3)
        texts.append(tr("a currency for the whole file"));
    if (m_source->text().trimmed().isEmpty())
        texts.append(tr("the name of the shop"));
    QPalette palette = m_missing->palette();
    palette.setColor(QPalette::WindowText, Theme::text(texts.isEmpty() ? Theme::Tone::Good : Theme::Tone::Bad));
    m_missing->setPalette(palette);
    m_keep->setEnabled(isWhole());
    m_save->setEnabled(isWhole());
    m_missing->setText(texts.isEmpty() ? tr("Nothing is missing.") : tr("Still missing: %1.").arg(texts.join(u", "_s)));
    Q_EMIT edited();
}

ImportMap ImportMapPage::wholeMap() const
{
    const ImportChoices said = choices();
    ImportMap map = m_columns.map();
    map.source = said.source;
    map.zone = said.zone;
    map.decimalSign = said.decimalSign.value_or(map.decimalSign);
    if (!m_columns.isMapped(u"currency"_s))
        map.rule(OrderField::Currency).constant = said.currency;
    return map;
}

ImportChoices ImportMapPage::choices() const
{
    ImportChoices choices;
    choices.source = m_source->text().trimmed();
    choices.currency = m_currency->currentText().trimmed().toUpper().toUtf8();
    choices.zone = m_zone->text().trimmed().toUtf8();
    choices.decimalSign = ImportMap::DecimalSign(m_decimal->currentData().toInt());
    return choices;
}

} // namespace Steward
