// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace Steward {

/// A page of the help: its file's name without the order's number ("ship"), its first heading, and its text in Markdown.
struct HelpTopic
{
    QString name;
    QString title;
    QString text;
};

/// The pages of resources/help in the language of the program, English where there is no other, in reading order.
[[nodiscard]] QList<HelpTopic> helpTopics();

/// How the work is done, in the words of those who do it: topics to choose from, found by any word in them. Stays open beside the work.
class HelpWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit HelpWindow(QWidget *parent);
    /// Shows a topic; an unknown name shows the first.
    void open(const QString &name);

protected:
    void changeEvent(QEvent *event) override;

private:
    void list(const QString &wanted);
    void read();

    const QList<HelpTopic> m_topics;
    QLineEdit *m_find;
    QListWidget *m_list;
    QTextBrowser *m_page;
};

} // namespace Steward
