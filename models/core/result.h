// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/error.h"

#include <utility>
#include <variant>

namespace Steward {

/// A value or the Error that stood in its way; with the spelling of std::expected. An empty list is a value.
template <typename T>
class [[nodiscard]] Result
{
public:
    Result() : m_state(Error{}) { }
    Result(T value) : m_state(std::in_place_index<1>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<0>, std::move(error)) { }

    [[nodiscard]] bool hasValue() const { return m_state.index() == 1; }
    explicit operator bool() const { return hasValue(); }

    [[nodiscard]] const T &value() const & { Q_ASSERT(hasValue()); return *std::get_if<1>(&m_state); }
    [[nodiscard]] T &value() & { Q_ASSERT(hasValue()); return *std::get_if<1>(&m_state); }
    [[nodiscard]] T &&value() && { Q_ASSERT(hasValue()); return std::move(*std::get_if<1>(&m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    [[nodiscard]] const Error &error() const { Q_ASSERT(!hasValue()); return *std::get_if<0>(&m_state); }

private:
    std::variant<Error, T> m_state;
};

/// Done, or the Error that stood in its way.
template <>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)), m_ok(false) { }

    [[nodiscard]] bool hasValue() const { return m_ok; }
    explicit operator bool() const { return m_ok; }
    [[nodiscard]] const Error &error() const { Q_ASSERT(!m_ok); return m_error; }

private:
    Error m_error;
    bool m_ok = true;
};

} // namespace Steward
