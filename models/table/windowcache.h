// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tablesource.h"

#include <QHash>
#include <QList>

namespace Steward {

/// The windows of rows a list keeps: the most lately used ones, up to a capacity; older ones are forgotten.
class WindowCache
{
public:
    explicit WindowCache(int capacity) : m_capacity(capacity) { }

    /// The rows of a window, or nothing. Does not count as use.
    [[nodiscard]] const QList<TableRow> *find(int window) const;
    [[nodiscard]] QList<TableRow> *find(int window);
    /// Marks a window as used just now.
    void touch(int window);
    /// Puts a window in and forgets the least lately used ones above the capacity.
    void insert(int window, QList<TableRow> rows);
    void clear();
    [[nodiscard]] QList<int> windows() const { return m_windows.keys(); }
    [[nodiscard]] int rowCount() const;

private:
    struct Entry
    {
        QList<TableRow> rows;
        quint64 usedAt = 0;
    };
    QHash<int, Entry> m_windows;
    quint64 m_clock = 0;
    int m_capacity;
};

} // namespace Steward
