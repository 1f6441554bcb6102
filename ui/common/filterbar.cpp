// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/filterbar.h"

#include "ui/common/flowlayout.h"
#include "ui/common/plaintip.h"
#include "ui/common/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStringListModel>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr qsizetype mostNamed = 3;   // values on one chip
constexpr int longestChip = 48;      // characters
constexpr int pauseMs = 450; // after the last key: a query need not be confirmed

QString opText(const TableFilter &filter)
{
    if (filter.op == u"not")
        return FilterBar::tr("is not");
    if (filter.op == u"lacks")
        return FilterBar::tr("does not contain");
    if (filter.op == u"contains")
        return FilterBar::tr("contains");
    if (filter.op == u"prefix")
        return FilterBar::tr("begins with");
    if (filter.op == u"in" || filter.op == u"=")
        return {};
    return filter.op == u">=" ? u"≥"_s : filter.op == u"<=" ? u"≤"_s : filter.op;
}

} // namespace

FilterBar::FilterBar(const QList<QueryField> &fields, QWidget *parent)
    : QWidget(parent), m_fields(fields), m_edit(new QLineEdit(this)), m_error(new QLabel(this)), m_add(new QToolButton(this)), m_chips(new QWidget(this)),
      m_words(new QStringListModel(this))
{
    m_edit->setObjectName(u"filterEdit"_s);
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(placeholder());
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(Theme::icon(u"filter"_s), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    m_completer = new QCompleter(m_words, this);
    m_completer->setWidget(m_edit);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_add->setObjectName(u"addFilterButton"_s);
    m_add->setText(tr("Add filter"));
    m_add->setAccessibleName(tr("Add filter"));
    m_add->setIcon(Theme::icon(u"add"_s));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->setFocusPolicy(Qt::StrongFocus);
    m_error->setObjectName(u"filterError"_s);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setContentsMargins(Theme::spaceXs, 0, 0, 0);
    m_error->hide();
    m_chips->hide();
    m_chipRow = new FlowLayout(m_chips, Theme::spaceS);

    auto *row = new QHBoxLayout;
    row->addWidget(m_edit, 1);
    row->addWidget(m_add);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceS);
    column->addLayout(row);
    column->addWidget(m_error);
    column->addWidget(m_chips);
    fillMenu();

    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &FilterBar::readText);
    connect(m_edit, &QLineEdit::returnPressed, this, &FilterBar::readText);
    connect(m_edit, &QLineEdit::textEdited, this, [this] {
        m_pause.start();
        complete();
    });
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty() && m_edit->hasFocus())
            m_pause.start();
    });
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, [this](const QString &word) {
        QString text = m_edit->text();
        const bool isWhole = !word.endsWith(u':');
        text.replace(m_completion.start, m_completion.length, word + (isWhole ? u" "_s : QString()));
        m_edit->setText(text);
        m_edit->setCursorPosition(m_completion.start + int(word.size()) + (isWhole ? 1 : 0));
        if (isWhole)
            m_pause.start();
        else
            complete();
    });
}

void FilterBar::setQuery(const TableQuery &query)
{
    m_query = query;
    m_pause.stop();
    m_edit->setText(printQueryText(query));
    m_error->hide();
    showChips();
}

void FilterBar::setOrder(const QString &sort, bool descending)
{
    m_query.sort = sort;
    m_query.descending = descending;
}

void FilterBar::setChoices(const QString &field, const QList<QPair<QString, QString>> &choices)
{
    for (QueryField &known : m_fields) {
        if (known.name == field)
            known.choices = choices;
    }
}

QString FilterBar::placeholder() const
{
    // Nothing is shown as an example that this login may not ask.
    const bool hasTotal = std::any_of(m_fields.cbegin(), m_fields.cend(), [](const QueryField &field) { return field.name == u"total"; });
    return hasTotal ? tr("Filter, for instance: payment:paid fulfilment:unfulfilled total:>100 placed:>=2026-01-01") : tr("Filter, for instance: payment:paid fulfilment:unfulfilled placed:>=2026-01-01");
}

void FilterBar::focusText()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBar::clear()
{
    m_edit->clear();
    readText();
}

QString FilterBar::text() const
{
    return m_edit->text();
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down && !m_completer->popup()->isVisible()) {
        complete();
        return m_completer->popup()->isVisible();
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::readText()
{
    m_pause.stop();
    const ParsedQuery parsed = parseQueryText(m_edit->text(), m_fields, m_query);
    showError(parsed);
    if (!parsed.ok() || parsed.query == m_query)
        return;
    m_query = parsed.query;
    showChips();
    Q_EMIT queryEdited(m_query);
}

void FilterBar::showError(const ParsedQuery &parsed)
{
    m_error->setVisible(!parsed.ok());
    if (parsed.ok())
        return;
    m_error->setText(tr("%1  At: %2").arg(parsed.errorText, m_edit->text().mid(parsed.errorAt, parsed.errorLength)));
    QPalette palette = m_error->palette();
    palette.setColor(QPalette::WindowText, Theme::text(Theme::Tone::Bad));
    m_error->setPalette(palette);
}

void FilterBar::complete()
{
    m_completion = completeQueryText(m_edit->text(), m_edit->cursorPosition(), m_fields);
    const QString word = m_edit->text().mid(m_completion.start, m_completion.length);
    if (m_completion.words.isEmpty() || m_completion.words == QStringList{word}) {
        m_completer->popup()->hide();
        return;
    }
    m_words->setStringList(m_completion.words);
    QRect place = m_edit->rect();
    place.setWidth(fontMetrics().averageCharWidth() * 36);
    m_completer->complete(place);
}

QString FilterBar::chipText(const TableFilter &filter, Length length) const
{
    QString label = filter.field;
    QStringList values = filter.values;
    for (const QueryField &field : m_fields) {
        if (field.name != filter.field)
            continue;
        label = field.label;
        for (QString &value : values) {
            for (const auto &choice : field.choices) {
                if (choice.first == value)
                    value = choice.second;
            }
        }
    }
    const bool isLong = length == Length::Short && values.size() > mostNamed;
    const QString shown = isLong ? tr("%Ln value(s)", nullptr, int(values.size())) : values.join(u", "_s);
    const QString op = opText(filter);
    const QString text = op.isEmpty() ? tr("%1: %2").arg(label, shown) : tr("%1 %2 %3").arg(label, op, shown);
    return length == Length::Short && text.size() > longestChip ? text.left(longestChip - 1) + u'…' : text;
}

void FilterBar::showChips()
{
    while (QLayoutItem *item = m_chipRow->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (int i = 0; i < m_query.filters.size(); ++i) {
        auto *chip = new QToolButton(m_chips);
        const QString text = chipText(m_query.filters.at(i), Length::Whole);
        chip->setObjectName(u"filterChip"_s);
        chip->setText(chipText(m_query.filters.at(i), Length::Short));
        chip->setIcon(Theme::icon(u"close"_s));
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chip->setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft : Qt::LeftToRight);
        chip->setToolTip(typedTip(tr("%1\nTake this filter away").arg(text)));
        chip->setAccessibleName(tr("Take away the filter %1").arg(text));
        chip->setFocusPolicy(Qt::StrongFocus);
        chip->setStyleSheet(u"QToolButton { background: %1; color: %2; }"_s.arg(Theme::background(Theme::Tone::Accent).name(), Theme::text(Theme::Tone::Accent).name()));
        connect(chip, &QToolButton::clicked, this, [this, i] { removeFilter(i); });
        m_chipRow->addWidget(chip);
    }
    if (m_query.filters.size() > 1) {
        auto *clearAll = new QToolButton(m_chips);
        clearAll->setObjectName(u"clearFilters"_s);
        clearAll->setText(tr("Clear all"));
        clearAll->setAccessibleName(tr("Clear all filters"));
        clearAll->setFocusPolicy(Qt::StrongFocus);
        connect(clearAll, &QToolButton::clicked, this, &FilterBar::clear);
        m_chipRow->addWidget(clearAll);
    }
    m_chips->setVisible(!m_query.filters.isEmpty());
}

void FilterBar::change(const TableQuery &query)
{
    setQuery(query);
    Q_EMIT queryEdited(m_query);
}

void FilterBar::addFilter(const TableFilter &filter)
{
    // What was typed and not asked yet belongs to the filter too.
    const ParsedQuery typed = parseQueryText(m_edit->text(), m_fields, m_query);
    if (!typed.ok()) {
        m_edit->setText(m_edit->text().trimmed() + u' ' + printQueryText({.filters = {filter}, .text = {}}));
        return readText();
    }
    TableQuery next = typed.query;
    for (TableFilter &known : next.filters) {
        // A second value of a field widens its chip.
        if (known.field == filter.field && known.op == u"in" && filter.op == u"in") {
            for (const QString &value : filter.values) {
                if (!known.values.contains(value))
                    known.values.append(value);
            }
            return change(next);
        }
    }
    next.filters.append(filter);
    change(next);
}

void FilterBar::removeFilter(int index)
{
    const TableFilter filter = m_query.filters.value(index);
    const ParsedQuery typed = parseQueryText(m_edit->text(), m_fields, m_query);
    m_edit->setFocus();
    if (typed.ok()) {
        TableQuery next = typed.query;
        next.filters.removeOne(filter);
        return change(next);
    }
    // The text cannot be read as a whole: only this filter's part is taken out of it, and the rest stays to be mended.
    TableQuery next = m_query;
    next.filters.remove(index);
    const QString text = m_edit->text().remove(printQueryText({.filters = {filter}, .text = {}})).simplified();
    setQuery(next);
    m_edit->setText(text);
    showError(parseQueryText(text, m_fields, next));
    Q_EMIT queryEdited(m_query);
}

void FilterBar::fillMenu()
{
    auto *menu = new QMenu(m_add);
    for (const QueryField &field : std::as_const(m_fields)) {
        if (field.type == QueryField::Type::Choice) {
            QMenu *choices = menu->addMenu(field.label);
            for (const auto &choice : field.choices)
                connect(choices->addAction(choice.second), &QAction::triggered, this, [this, name = field.name, value = choice.first] { addFilter({name, u"in"_s, {value}}); });
            continue;
        }
        // What must be typed is begun in the text, where the cursor waits for the value.
        connect(menu->addAction(tr("%1…").arg(field.label)), &QAction::triggered, this, [this, field] {
            const bool isLowerBound = field.type == QueryField::Type::Date || field.type == QueryField::Type::Amount;
            const QString text = m_edit->text().trimmed();
            m_edit->setText(text + (text.isEmpty() ? QString() : u" "_s) + field.name + u':' + (isLowerBound ? u">="_s : QString()));
            m_edit->setFocus();
        });
    }
    m_add->setMenu(menu);
}

} // namespace Steward
