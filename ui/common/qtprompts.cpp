// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/qtprompts.h"

#include "ui/common/windows.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>

namespace Steward {

void QtPrompts::ask(QWidget *parent, const QString &title, const QString &text, const QStringList &choices, const std::function<void(int)> &answer)
{
    // The question is in the box itself: not every system shows a box's title.
    auto *box = new QMessageBox(QMessageBox::NoIcon, QCoreApplication::translate("Steward::QtPrompts", "Steward"), title, QMessageBox::NoButton, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(text);
    for (QLabel *label : box->findChildren<QLabel *>()) {
        label->setTextFormat(Qt::PlainText); // setTextFormat() of the box leaves the lines below the question alone
        QFont font = label->font();
        font.setWeight(label->text() == title ? QFont::DemiBold : QFont::Normal);
        label->setFont(font);
    }
    QList<QPushButton *> buttons;
    for (const QString &choice : choices)
        buttons.append(box->addButton(choice, choice == choices.last() ? QMessageBox::RejectRole : QMessageBox::AcceptRole));
    if (!buttons.isEmpty()) {
        box->setDefaultButton(buttons.last());
        box->setEscapeButton(buttons.last());
    }
    QObject::connect(box, &QDialog::finished, parent, [box, buttons, answer] {
        answer(int(buttons.indexOf(qobject_cast<QPushButton *>(box->clickedButton()))));
    });
    openSheet(box);
}

void QtPrompts::saveFile(QWidget *parent, const QString &title, const QString &suggestedName, const QStringList &filters, const std::function<void(const QString &)> &answer)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    // A name typed without one gets the suffix of the kind of file that was chosen.
    if (const qsizetype dot = filters.value(0).lastIndexOf(u"*."); dot >= 0)
        dialog->setDefaultSuffix(filters.value(0).mid(dot + 2).remove(u')'));
    dialog->selectFile(suggestedName);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, answer);
    openSheet(dialog);
}

void QtPrompts::openFile(QWidget *parent, const QString &title, const QStringList &filters, const std::function<void(const QString &)> &answer)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(filters);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, answer);
    openSheet(dialog);
}

void QtPrompts::text(QWidget *parent, const QString &title, const QString &label, const QString &value, const std::function<void(const QString &)> &answer)
{
    auto *dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(label);
    dialog->setTextValue(value);
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent, answer);
    openSheet(dialog);
}

void QtPrompts::choosePrinter(QWidget *parent, const QString &title, const std::function<void(std::shared_ptr<QPrinter>)> &answer)
{
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    auto *dialog = new QPrintDialog(printer.get(), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    QObject::connect(dialog, qOverload<QPrinter *>(&QPrintDialog::accepted), parent, [printer, answer] { answer(printer); });
    QObject::connect(dialog, &QObject::destroyed, parent, [printer] { Q_UNUSED(printer) }); // the dialog writes into it to its end
    openSheet(dialog);
}

} // namespace Steward
