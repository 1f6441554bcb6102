// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/orders/import/importpreview.h"
#include "ui/common/theme.h"

#include <QJsonObject>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace Steward {

/// The second page of an import: which of the file's columns becomes which field, with values to tell by, and what the file does not say
/// of itself. What is still missing is named at once.
class ImportMapPage final : public QWidget
{
    Q_OBJECT

public:
    explicit ImportMapPage(QWidget *parent = nullptr);

    /// timeZone: the store's, for times without one.
    void show(const ImportLook &look, const ImportMap &base, const QString &timeZone);
    /// What was said of the columns and beside them, as far as it was said.
    [[nodiscard]] QJsonObject typed() const;
    /// The same of a file with the same columns.
    void restore(const ImportLook &look, const QJsonObject &typed);
    [[nodiscard]] bool isWhole() const;
    [[nodiscard]] const ImportMap &map() const { return m_columns.map(); }
    /// What is said beside the map: shop, currency, zone and decimal sign.
    [[nodiscard]] ImportChoices choices() const;
    /// The map with all that is said beside it, as it can be kept.
    [[nodiscard]] ImportMap wholeMap() const;
    [[nodiscard]] const QStringList &header() const { return m_columns.header(); }
    /// The kept map that was taken; empty: another.
    void setKeptName(const QString &name);
    /// What became of the map as it was kept, taken or saved.
    void say(const QString &text, Theme::Tone tone);

Q_SIGNALS:
    void edited();
    void keepWanted();   ///< the map under a name
    void forgetWanted(); ///< the kept map that was taken
    void saveWanted();   ///< as a file
    void openWanted();   ///< from a file

private:
    [[nodiscard]] QLayout *makeKeeping();
    void fillRow(int row, const ImportLook &look);
    void assign(int row, const QString &field);
    /// Every box shows what its column goes into now.
    void showFields();
    void showMissing();

    ColumnMap m_columns;
    QLineEdit *m_source = nullptr;
    QComboBox *m_currency = nullptr;
    QComboBox *m_times = nullptr;
    QLineEdit *m_zone = nullptr;
    QComboBox *m_decimal = nullptr;
    QTableWidget *m_table = nullptr;
    QList<QComboBox *> m_boxes; ///< by column of the file
    QLabel *m_missing = nullptr;
    QLabel *m_said = nullptr;
    QPushButton *m_keep = nullptr;
    QAction *m_save = nullptr, *m_forget = nullptr;
};

} // namespace Steward
