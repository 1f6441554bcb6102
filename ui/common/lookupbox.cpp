// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/lookupbox.h"

#include "ui/common/plaintip.h"
#include "ui/common/theme.h"

#include <QKeyEvent>
#include <QListWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int pauseMs = 180;
constexpr int shortest = 2;
constexpr int mostShown = 12;
constexpr int narrowest = 480;  // of the list, where the box itself is narrower
constexpr int linePadding = 12; // above and below the lines of a hit

/// A letter alone finds half the store; a digit alone is an order's number.
bool isWorthAsking(const QString &text)
{
    return text.size() >= shortest || (!text.isEmpty() && text.front().isDigit());
}

} // namespace

LookUpBox::LookUpBox(QWidget *parent) : QLineEdit(parent)
{
    setObjectName(u"lookUpBox"_s);
    setWords(tr("Look up: number, e-mail, phone, name, postal code or payment reference"), tr("Look up"), tr("Found orders"),
             tr("Nothing found for “%1”.\nLooked for a number, e-mail, phone, name, postal code and reference."));
    setClearButtonEnabled(true);
    addAction(Theme::icon(u"search"_s), LeadingPosition);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, [this] { Q_EMIT asked(text().trimmed()); });
    connect(this, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_openFirst = false;
        if (isWorthAsking(text.trimmed())) {
            m_pause.start();
        } else {
            m_pause.stop();
            if (m_list)
                m_list->hide();
        }
    });
}

LookUpBox::~LookUpBox() = default;

void LookUpBox::setWords(const QString &placeholder, const QString &accessibleName, const QString &foundName, const QString &nothingFound)
{
    setPlaceholderText(placeholder);
    setAccessibleName(accessibleName);
    m_foundName = foundName;
    m_nothingFound = nothingFound;
}

QListWidget *LookUpBox::list()
{
    if (m_list)
        return m_list;
    m_list = new QListWidget(window());
    m_list->setObjectName(u"lookUpResults"_s);
    m_list->setAccessibleName(m_foundName);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem *item) { choose(m_list->row(item)); });
    return m_list;
}

int LookUpBox::listWidth() const
{
    return std::min(std::max(width(), Theme::scaled(narrowest)), window()->width());
}

/// Below the box, or above it where there is more room.
void LookUpBox::place()
{
    const QPoint corner = mapTo(window(), QPoint(0, 0));
    int high = 2 * Theme::spaceXs;
    for (int row = 0; row < std::min(mostShown, m_list->count()); ++row)
        high += m_list->item(row)->sizeHint().height() + 2;
    const int roomBelow = window()->height() - corner.y() - height() - 2 * Theme::spaceXs;
    const bool isBelow = high <= roomBelow || roomBelow >= corner.y();
    const int shown = std::min(high, isBelow ? roomBelow : corner.y() - 2 * Theme::spaceXs);
    m_list->setGeometry(std::clamp(corner.x(), 0, window()->width() - listWidth()), isBelow ? corner.y() + height() + Theme::spaceXs : corner.y() - shown - Theme::spaceXs, listWidth(), shown);
    m_list->show();
    m_list->raise();
}

void LookUpBox::showHits(const QString &asked, const QList<LookUpHit> &hits)
{
    if (asked != text().trimmed() || !isVisible())
        return;
    m_answered = asked;
    if (hits.isEmpty()) {
        m_openFirst = false;
        return say(m_nothingFound.arg(asked));
    }
    list()->clear();
    m_list->setWordWrap(false);
    for (const LookUpHit &hit : hits) {
        auto *item = new QListWidgetItem(hit.title + u'\n' + hit.kind + u" · "_s + hit.detail, m_list);
        item->setData(Qt::UserRole, hit.id);
        item->setSizeHint({0, fontMetrics().height() * 2 + linePadding});
    }
    m_list->setCurrentRow(0);
    place();
    if (std::exchange(m_openFirst, false))
        choose(0);
}

void LookUpBox::showFailure(const QString &text)
{
    if (isVisible())
        say(text);
}

/// A sentence instead of hits, as high as it is long.
void LookUpBox::say(const QString &text)
{
    list()->clear();
    m_list->setWordWrap(true);
    auto *item = new QListWidgetItem(text, m_list);
    item->setFlags(Qt::NoItemFlags);
    item->setToolTip(typedTip(text)); // a low window may have no room for all of it
    const QRect lines = fontMetrics().boundingRect(QRect(0, 0, listWidth() - 2 * Theme::spaceXl, window()->height()), Qt::TextWordWrap, text);
    item->setSizeHint({0, lines.height() + linePadding});
    place();
}

void LookUpBox::keyPressEvent(QKeyEvent *event)
{
    const bool isOpen = m_list && m_list->isVisible() && m_list->count() > 0;
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (isOpen)
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + (event->key() == Qt::Key_Down ? 1 : -1), 0, m_list->count() - 1));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isOpen && m_answered == text().trimmed())
            return choose(m_list->currentRow());
        // Typed faster than the answer comes: the first hit opens when it is there.
        m_openFirst = true;
        m_pause.stop();
        if (!text().trimmed().isEmpty())
            Q_EMIT asked(text().trimmed());
        return;
    case Qt::Key_Escape:
        if (isOpen)
            return m_list->hide();
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

void LookUpBox::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (m_list && !m_list->underMouse())
        m_list->hide();
}

/// The list lies over the whole window, so what covers the box has to cover it too.
void LookUpBox::hideEvent(QHideEvent *event)
{
    QLineEdit::hideEvent(event);
    m_pause.stop();
    m_openFirst = false;
    if (m_list)
        m_list->hide();
}

void LookUpBox::choose(int row)
{
    const QListWidgetItem *item = m_list->item(row);
    if (!item || !(item->flags() & Qt::ItemIsEnabled))
        return;
    const qint64 id = item->data(Qt::UserRole).toLongLong();
    m_list->hide();
    selectAll();
    Q_EMIT chosen(id);
}

} // namespace Steward
