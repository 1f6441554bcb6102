// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QPaintEvent>
#include <QTimer>
#include <QWidget>

#include <cstdio>

namespace {

/// Says when it has been painted and the event loop has nothing left to do.
class Empty final : public QWidget
{
protected:
    void paintEvent(QPaintEvent *) override
    {
        QTimer::singleShot(0, qApp, [] {
            std::puts("{\"usable\": true}");
            std::fflush(stdout);
            QCoreApplication::quit();
        });
    }
};

} // namespace

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    Empty window;
    window.resize(1400, 900);
    window.show();
    return QApplication::exec();
}
