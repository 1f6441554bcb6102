// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <memory>

struct pg_result;

namespace Steward {

/// The rows one statement returned, read by column name. A name that is not there is a defect and asserts.
/// A value; may be handed to another thread.
class Rows
{
public:
    Rows() = default;
    explicit Rows(pg_result *result); ///< takes ownership

    [[nodiscard]] int count() const;
    [[nodiscard]] bool isEmpty() const { return count() == 0; }
    /// Position of a column, for loops over many rows; -1 when there is none.
    [[nodiscard]] int column(const char *name) const;

    [[nodiscard]] bool isNull(int row, int column) const;
    [[nodiscard]] QByteArrayView raw(int row, int column) const; ///< UTF-8, valid while this lives
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] qint64 integer(int row, int column) const;      ///< 0 when null
    [[nodiscard]] bool boolean(int row, int column) const;        ///< false when null
    [[nodiscard]] QDateTime timestamp(int row, int column) const; ///< UTC; invalid when null
    [[nodiscard]] QJsonObject object(int row, int column) const;
    [[nodiscard]] QJsonArray array(int row, int column) const;

    [[nodiscard]] QString text(int row, const char *name) const { return text(row, at(name)); }
    [[nodiscard]] qint64 integer(int row, const char *name) const { return integer(row, at(name)); }
    [[nodiscard]] bool boolean(int row, const char *name) const { return boolean(row, at(name)); }
    [[nodiscard]] QDateTime timestamp(int row, const char *name) const { return timestamp(row, at(name)); }
    [[nodiscard]] QJsonObject object(int row, const char *name) const { return object(row, at(name)); }
    [[nodiscard]] QJsonArray array(int row, const char *name) const { return array(row, at(name)); }

private:
    [[nodiscard]] int at(const char *name) const;
    std::shared_ptr<pg_result> m_result;
};

} // namespace Steward
