// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/linestable.h"

#include "ui/common/enterkey.h"
#include "ui/common/isolate.h"
#include "ui/common/lookupbox.h"
#include "ui/common/theme.h"
#include "ui/orders/moneyspin.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int mostPieces = 999'999;            // as the store takes them
constexpr qint64 highestPrice = 99'999'999'999;

QString nameText(const LineDraft &line)
{
    return line.sku.isEmpty() ? line.title : LinesTable::tr("%1 · %2").arg(isolated(line.title), isolated(line.sku));
}

} // namespace

LinesTable::LinesTable(PhoneOrders &phone, const QString &currency, QWidget *parent) : QWidget(parent), m_phone(phone), m_currency(currency), m_none(new QLabel(tr("No lines yet. Find a product below."), this)), m_products(new LookUpBox(this))
{
    setObjectName(u"linesTable"_s);
    auto *inside = new QWidget(this);
    m_column = new QVBoxLayout(inside);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(Theme::spaceXs);
    m_column->addWidget(m_none);
    m_column->addStretch();
    connect(this, &LinesTable::edited, m_none, [this] { m_none->setVisible(m_rows.isEmpty()); });
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(u"linesScroll"_s);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inside);
    scroll->setAccessibleName(tr("Lines"));
    scroll->setMinimumHeight(fontMetrics().height() * 8);
    m_products->setObjectName(u"productBox"_s);
    m_products->setWords(tr("Add a product: number or words of its title"), tr("Add a product"), tr("Found products"), tr("No product has the number or title “%1”.\nAdd a line of your own words instead."));
    auto *own = new QPushButton(Theme::icon(u"add"_s), tr("Own words"), this);
    own->setObjectName(u"ownLineButton"_s);
    own->setAccessibleName(tr("Add a line of your own words"));
    own->setToolTip(tr("A line that is no product of the store, with a title and price of your own."));
    auto *adding = new QHBoxLayout;
    adding->addWidget(m_products, 1);
    adding->addWidget(own);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceS);
    column->addWidget(scroll, 1);
    column->addLayout(adding);
    connect(m_products, &LookUpBox::asked, this, [this](const QString &text) {
        m_finding.start(m_phone.findProducts(text, m_currency), this, [this, text](const Result<QList<Product>> &answer) { showFound(text, answer); });
    });
    connect(m_products, &LookUpBox::chosen, this, [this](qint64 place) { addProduct(m_found.value(place)); });
    connect(own, &QPushButton::clicked, this, &LinesTable::addOwn);
}

void LinesTable::showFound(const QString &asked, const Result<QList<Product>> &answer)
{
    if (!answer)
        return m_products->showFailure(answer.error().userText);
    m_found = *answer;
    QList<LookUpHit> hits;
    for (qsizetype i = 0; i < m_found.size(); ++i) {
        const Product &product = m_found.at(i);
        hits.append({product.sku, product.title, product.price ? Money{*product.price, m_currency}.toText() : tr("no price in %1 yet").arg(m_currency), i});
    }
    m_products->showHits(asked, hits);
}

void LinesTable::setLines(const QList<LineDraft> &ofOrder, const QList<LineDraft> &wanted, const QSet<qint64> &contested)
{
    const QWidget *at = focusWidget();
    const QString name = at ? at->objectName() : QString();
    clear();
    for (const LineDraft &line : ofOrder) {
        const auto found = std::ranges::find(wanted, line.number, &LineDraft::number);
        add(found == wanted.end() ? line : *found);
        Row &row = m_rows.last();
        row.isOut = found == wanted.end();
        if (contested.contains(line.number)) {
            row.said->setText(tr("Somebody else has made it %1 × %2.").arg(line.quantity).arg(Money{line.price, m_currency}.toText()));
            row.said->show();
        }
        showOut(row);
    }
    for (LineDraft line : wanted) {
        if (line.number > 0 && std::ranges::find(ofOrder, line.number, &LineDraft::number) != ofOrder.end())
            continue;
        line.number = 0;
        add(line);
    }
    if (auto *again = name.isEmpty() ? nullptr : findChild<QWidget *>(name))
        again->setFocus();
    Q_EMIT edited();
}

void LinesTable::clear()
{
    for (const Row &row : std::as_const(m_rows))
        delete row.whole;
    m_rows.clear();
}

void LinesTable::add(const LineDraft &line)
{
    Row row;
    row.line = line;
    row.key = line.number > 0 ? QString::number(line.number) : u"New"_s + QString::number(++m_made);
    makeParts(row);
    m_column->insertWidget(m_column->count() - 1, row.whole);
    m_rows.append(row);
    row.whole->show();
}

void LinesTable::makeParts(Row &row)
{
    row.whole = new QWidget(this);
    row.out = new QToolButton(row.whole);
    row.out->setObjectName(u"lineOut"_s + row.key);
    row.out->setFocusPolicy(Qt::StrongFocus);
    auto *across = new QHBoxLayout(row.whole);
    across->setContentsMargins(0, 0, 0, 0);
    across->addLayout(makeWords(row), 1);
    makeNumbers(row);
    for (QWidget *part : {static_cast<QWidget *>(row.quantity), static_cast<QWidget *>(row.price)}) {
        part->installEventFilter(this);
        across->addWidget(part);
    }
    across->addWidget(row.out);
    QWidget::setTabOrder(row.price, row.out);
    showOut(row);
    connect(row.out, &QToolButton::clicked, this, [this, key = row.key] { takeOut(key); });
}

/// Its name, or a title to be typed where it is one of own words, and what is said of it.
QLayout *LinesTable::makeWords(Row &row)
{
    row.name = new QLabel(nameText(row.line), row.whole);
    row.said = new QLabel(row.whole);
    row.said->setObjectName(u"lineSaid"_s + row.key);
    for (QLabel *label : {row.name, row.said}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    QPalette palette = row.said->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Warning));
    row.said->setPalette(palette);
    row.said->hide();
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(row.name);
    if (row.line.number == 0 && row.line.sku.isEmpty()) {
        row.name->hide();
        row.title = new QLineEdit(row.line.title, row.whole);
        row.title->setObjectName(u"lineTitle"_s + row.key);
        row.title->setAccessibleName(tr("Title of the line"));
        row.title->setPlaceholderText(tr("What is it?"));
        row.title->installEventFilter(this);
        words->addWidget(row.title);
        connect(row.title, &QLineEdit::textChanged, this, &LinesTable::edited);
    }
    words->addWidget(row.said);
    return words;
}

void LinesTable::makeNumbers(Row &row)
{
    row.quantity = new QSpinBox(row.whole);
    row.quantity->setObjectName(u"linePieces"_s + row.key);
    row.quantity->setAccessibleName(tr("Pieces of %1").arg(row.line.title));
    row.quantity->setRange(1, mostPieces);
    row.quantity->setSuffix(tr(" ×"));
    row.quantity->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    row.quantity->setValue(row.line.quantity);
    row.price = new MoneySpin(u"linePrice"_s + row.key, tr("Price of one piece of %1").arg(row.line.title), m_currency, row.whole);
    row.price->setMinorRange(0, highestPrice);
    row.price->setMinor(row.line.price);
    connect(row.quantity, &QSpinBox::valueChanged, this, &LinesTable::edited);
    connect(row.price, &QDoubleSpinBox::valueChanged, this, &LinesTable::edited);
}

void LinesTable::setCurrency(const QString &currency)
{
    Q_ASSERT(m_rows.isEmpty());
    m_currency = currency;
}

void LinesTable::addProduct(const Product &product)
{
    m_products->clear();
    auto row = std::ranges::find_if(m_rows, [&](const Row &each) { return !each.isOut && each.line.sku == product.sku && !product.sku.isEmpty(); });
    if (row != m_rows.end()) {
        row->quantity->setValue(row->quantity->value() + 1);
    } else {
        add({0, product.sku, product.title, 1, product.price.value_or(0)});
        row = std::prev(m_rows.end());
        row->said->setText(tr("Nothing is known of its price in %1: ask, and type it.").arg(m_currency));
        row->said->setVisible(!product.price);
    }
    row->quantity->setFocus();
    row->quantity->selectAll();
    Q_EMIT edited();
}

void LinesTable::addOwn()
{
    add({});
    m_rows.last().title->setFocus();
    Q_EMIT edited();
}

/// What the order has stays in sight, to be put back; what was only just added goes.
void LinesTable::takeOut(const QString &key)
{
    Row *row = rowOf(key);
    if (!row)
        return;
    row->isOut = !row->isOut;
    if (row->line.number > 0) {
        showOut(*row);
    } else {
        row->whole->hide();
        row->whole->deleteLater();
        m_rows.removeIf([&key](const Row &each) { return each.key == key; });
        m_products->setFocus();
    }
    Q_EMIT edited();
}

void LinesTable::showOut(const Row &row)
{
    row.out->setIcon(Theme::icon(row.isOut ? u"undo"_s : u"close"_s));
    row.out->setToolTip(row.isOut ? tr("Put the line back") : tr("Take the line out"));
    row.out->setAccessibleName(row.isOut ? tr("Put %1 back").arg(row.line.title) : tr("Take %1 out").arg(row.line.title));
    QFont font = row.whole->font();
    font.setStrikeOut(row.isOut);
    row.name->setFont(font);
    for (QWidget *part : {static_cast<QWidget *>(row.name), static_cast<QWidget *>(row.quantity), static_cast<QWidget *>(row.price)})
        part->setEnabled(!row.isOut);
}

LinesTable::Row *LinesTable::rowOf(const QString &key)
{
    const auto row = std::ranges::find(m_rows, key, &Row::key);
    return row == m_rows.end() ? nullptr : &*row;
}

QList<LineDraft> LinesTable::lines() const
{
    QList<LineDraft> wanted;
    for (const Row &row : m_rows) {
        if (row.isOut)
            continue;
        LineDraft line = row.line;
        line.title = row.title ? row.title->text().trimmed() : line.title;
        line.quantity = row.quantity->value();
        line.price = row.price->minor();
        wanted.append(line);
    }
    return wanted;
}

void LinesTable::focusProducts()
{
    m_products->setFocus();
}

/// Enter would press a sheet's button; here it goes on, from a title to its pieces and from a number to the next product.
bool LinesTable::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || !isPlainEnter(*static_cast<QKeyEvent *>(event)))
        return QWidget::eventFilter(watched, event);
    const auto row = std::ranges::find_if(m_rows, [watched](const Row &each) { return each.title == watched; });
    if (row != m_rows.end())
        row->quantity->setFocus();
    else
        m_products->setFocus();
    return true;
}

} // namespace Steward
