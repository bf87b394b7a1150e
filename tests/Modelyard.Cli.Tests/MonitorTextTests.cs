using Modelyard.Cli.Commands.Watching;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Tests;

public sealed class MonitorTextTests
{
    [Theory]
    [InlineData(0.1, true, "Quiet. Losses.", false)]
    [InlineData(-0.1, false, "Losses.", true)]
    [InlineData(0, false, "Quiet.", true)]
    public void A_window_tells_what_was_found_and_that_losses_have_fallen(double change, bool isFound, string expected, bool isQuiet)
    {
        DateTime start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        var window = new MonitorWindow(start, start.AddDays(1), isQuiet ? WindowState.Quiet : WindowState.Drifted, 100)
        {
            Summary = "Quiet.",
            Looks = [new WindowLook(WatchKind.Stream, 0.5, 0.01, isFound, "Losses."), new WindowLook(WatchKind.Operation, 0.5, 0.01, false, "As usual.")],
            Measures = [new WindowMeasure("stream.adwin.change", change)],
        };
        Assert.Equal(expected, MonitorText.Summary(window));
    }
}
