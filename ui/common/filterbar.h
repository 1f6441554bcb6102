// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/querytext.h"

#include <QTimer>
#include <QWidget>

class QCompleter;
class QLabel;
class QLineEdit;
class QStringListModel;
class QToolButton;

namespace Steward {

class FlowLayout;

/// Typed query and clicked filters as one thing: the text prints chips, chips print the text. A text that makes no sense is
/// marked where it stops, and the last good result stays.
class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(const QList<QueryField> &fields, QWidget *parent = nullptr);

    /// Shows a query without asking it.
    void setQuery(const TableQuery &query);
    /// Another order of the same rows; what is being typed stays.
    void setOrder(const QString &sort, bool descending);
    /// What is offered while a field's value is typed.
    void setChoices(const QString &field, const QList<QPair<QString, QString>> &choices);
    void focusText();
    void clear();
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void queryEdited(const Steward::TableQuery &query); ///< only when it makes sense and has changed

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void readText();
    void complete();
    void showChips();
    void addFilter(const TableFilter &filter);
    void removeFilter(int index);
    void change(const TableQuery &query);
    void showError(const ParsedQuery &parsed);
    [[nodiscard]] QString placeholder() const;
    enum class Length { Short, Whole };
    [[nodiscard]] QString chipText(const TableFilter &filter, Length length) const;
    void fillMenu();

    QList<QueryField> m_fields;
    TableQuery m_query;
    QLineEdit *m_edit = nullptr;
    QLabel *m_error = nullptr;
    QToolButton *m_add = nullptr;
    QWidget *m_chips = nullptr;
    FlowLayout *m_chipRow = nullptr;
    QCompleter *m_completer = nullptr;
    QStringListModel *m_words = nullptr;
    Completion m_completion;
    QTimer m_pause;
};

} // namespace Steward
