// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/common/theme.h"
#include "ui/common/windows.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPointer>
#include <QScreen>
#include <QSet>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int shortcutRole = Qt::UserRole + 1;
constexpr int iconSize = 16;
constexpr QSize wantedSize(560, 420);

/// The action at the side a line begins, its shortcut at the side it ends, so that both are read down in a column.
class PaletteDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QString shortcut = index.data(shortcutRole).toString();
        if (shortcut.isEmpty())
            return;
        painter->save();
        painter->setFont(option.font);
        painter->setPen(Theme::text(Theme::Tone::Faint));
        painter->setLayoutDirection(Qt::LeftToRight);
        // Beside the action itself, when a second line says why it is off.
        QRect line = option.rect;
        if (index.data().toString().contains(u'\n'))
            line.setHeight(line.height() / 2);
        painter->drawText(line.adjusted(Theme::spaceM, 0, -Theme::spaceM, 0), int(QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter), shortcut);
        painter->restore();
    }
};

} // namespace

int matchScore(const QString &text, const QString &typed)
{
    int score = 1;
    int at = 0;
    bool previousMatched = false;
    for (const QChar wanted : typed) {
        if (wanted.isSpace())
            continue;
        const int found = int(text.indexOf(wanted, at, Qt::CaseInsensitive));
        if (found < 0)
            return 0;
        const bool startsWord = found == 0 || !text.at(found - 1).isLetterOrNumber();
        score += startsWord ? 8 : previousMatched && found == at ? 5 : 1;
        previousMatched = true;
        at = found + 1;
    }
    return score;
}

CommandPalette::CommandPalette(const ActionRegistry &actions, QWidget *window) : QDialog(window, Qt::Popup), m_actions(actions), m_edit(new QLineEdit(this)), m_list(new QListWidget(this))
{
    layOut();
    place(*window);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::fill);
    connect(m_edit, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    fill({});
    m_edit->setFocus();
}

void CommandPalette::layOut()
{
    setObjectName(u"commandPalette"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Commands"));
    m_edit->setObjectName(u"paletteEdit"_s);
    m_edit->setAccessibleName(tr("Command"));
    m_edit->setPlaceholderText(tr("What do you want to do?"));
    m_edit->installEventFilter(this);
    m_list->setObjectName(u"paletteList"_s);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setIconSize(QSize(1, 1) * Theme::scaled(iconSize));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceS, Theme::spaceS, Theme::spaceS, Theme::spaceS);
    column->setSpacing(Theme::spaceS);
    column->addWidget(m_edit);
    column->addWidget(m_list);
}

/// In the upper middle of the window, and all of it on the screen though the window be small.
void CommandPalette::place(const QWidget &window)
{
    resizeWithin(this, {Theme::scaled(wantedSize.width()), Theme::scaled(wantedSize.height())});
    const QRect room = window.screen()->availableGeometry();
    const QPoint at = window.mapToGlobal(QPoint((window.width() - width()) / 2, window.height() / 8));
    move(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())), std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - height())));
}

QList<ActionRegistry::Entry> CommandPalette::offered() const
{
    const QWidget *window = parentWidget();
    QList<ActionRegistry::Entry> entries;
    QSet<const QAction *> listed;
    for (const ActionRegistry::Entry &entry : m_actions.entries()) {
        listed.insert(entry.action);
        const auto *home = qobject_cast<const QWidget *>(entry.action->parent());
        const bool isHere = (home && home->window() == window) || window->actions().contains(entry.action);
        if (isHere && !ActionRegistry::isShut(entry.action))
            entries.append(entry);
    }
    for (QAction *action : window->actions()) {
        if (!listed.contains(action) && !action->text().isEmpty())
            entries.append({action, tr("This window")});
    }
    return entries;
}

void CommandPalette::fill(const QString &wanted)
{
    struct Hit
    {
        int score;
        QAction *action;
        QString group;
    };
    QList<Hit> hits;
    for (const ActionRegistry::Entry &entry : offered()) {
        const int score = matchScore(entry.group + u' ' + entry.action->text().remove(u'&'), wanted);
        if (score > 0)
            hits.append({score + (entry.action->isEnabled() ? 1 : 0), entry.action, entry.group});
    }
    std::stable_sort(hits.begin(), hits.end(), [](const Hit &a, const Hit &b) { return a.score > b.score; });
    m_list->clear();
    for (const Hit &hit : std::as_const(hits)) {
        const QString shortcut = hit.action->shortcut().toString(QKeySequence::NativeText);
        const QString why = ActionRegistry::whyOff(hit.action);
        const QString text = hit.group + u"  ›  "_s + hit.action->text().remove(u'&').remove(u'…');
        auto *item = new QListWidgetItem(hit.action->icon(), why.isEmpty() ? text : text + u'\n' + why, m_list);
        item->setData(Qt::UserRole, QVariant::fromValue(QPointer<QAction>(hit.action))); // it may go while the palette is open
        item->setData(shortcutRole, shortcut);
        item->setData(Qt::AccessibleTextRole, shortcut.isEmpty() ? item->text() : tr("%1, %2").arg(item->text(), shortcut));
        if (!hit.action->isEnabled())
            item->setForeground(Theme::text(Theme::Tone::Faint));
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const auto action = item->data(Qt::UserRole).value<QPointer<QAction>>();
    if (!action || !action->isEnabled())
        return;
    close();
    // It may sign out or quit, and the window this lies over goes with that: not in the midst of a key that is pressed here.
    QMetaObject::invokeMethod(action.data(), &QAction::trigger, Qt::QueuedConnection);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + (key == Qt::Key_Down ? 1 : -1), 0, std::max(0, m_list->count() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace Steward
