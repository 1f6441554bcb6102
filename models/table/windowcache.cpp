// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/windowcache.h"

#include <algorithm>

namespace Steward {

const QList<TableRow> *WindowCache::find(int window) const
{
    const auto entry = m_windows.constFind(window);
    return entry == m_windows.constEnd() ? nullptr : &entry->rows;
}

QList<TableRow> *WindowCache::find(int window)
{
    const auto entry = m_windows.find(window);
    return entry == m_windows.end() ? nullptr : &entry->rows;
}

void WindowCache::touch(int window)
{
    const auto entry = m_windows.find(window);
    if (entry != m_windows.end())
        entry->usedAt = ++m_clock;
}

void WindowCache::insert(int window, QList<TableRow> rows)
{
    m_windows.insert(window, {std::move(rows), ++m_clock});
    while (m_windows.size() > m_capacity) {
        const auto oldest = std::min_element(m_windows.begin(), m_windows.end(), [](const Entry &a, const Entry &b) { return a.usedAt < b.usedAt; });
        m_windows.erase(oldest);
    }
}

void WindowCache::clear()
{
    m_windows.clear();
}

int WindowCache::rowCount() const
{
    int count = 0;
    for (const Entry &entry : m_windows)
        count += int(entry.rows.size());
    return count;
}

} // namespace Steward
