using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says what a monitor watches, window by window, and what it is compared with.</summary>
/// <param name="Name">The name of the monitor.</param>
/// <param name="Model">The name of the model whose log of predictions is watched.</param>
public sealed record MonitorDefinition(string Name, string Model)
{
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(1), s_most = TimeSpan.FromDays(366);

    /// <summary>Gets the length of a window. Windows begin at whole multiples of it: of a day at midnight in UTC, of a week on Mondays.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Gets how long after its end a window is still waited for, as predictions of batch jobs come late.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.Zero;

    /// <summary>Gets what windows are compared with.</summary>
    public MonitorReference Reference { get; init; } = new(ReferenceKind.Training);

    /// <summary>Gets the number of windows at the beginning that alarm nobody, from which is learned how far windows usually are from the reference: from 3, or 0 to reckon with chance alone.</summary>
    public int Learn { get; init; }

    /// <summary>Gets the least number of rows of a window that is judged.</summary>
    public int LeastRows { get; init; } = 30;

    /// <summary>Gets the share of false ones among alarms; where nothing ever changes, the chance of any alarm at all.</summary>
    public double FalseAlarms { get; init; } = 0.05;

    /// <summary>Gets how columns are compared, and what matters; its level is that of <see cref="FalseAlarms"/>, as windows spend it.</summary>
    public DriftOptions Drift { get; init; } = new();

    /// <summary>Gets how much its alarms matter.</summary>
    public AlarmSeverity Severity { get; init; } = AlarmSeverity.Warning;

    /// <summary>Finds the beginning of the window that holds a moment.</summary>
    /// <param name="moment">The moment, in UTC.</param>
    /// <returns>The beginning.</returns>
    public DateTime StartOf(DateTime moment)
    {
        // The first day of the calendar was a Monday, so that weeks begin on one.
        return new DateTime(moment.Ticks - (moment.Ticks % Window.Ticks), DateTimeKind.Utc);
    }

    internal void Check()
    {
        ModelReference.CheckName("monitor", Name);
        if (Window < s_least || Window > s_most)
        {
            throw new YardException($"The window is '{Window}' and must be from a minute to 366 days.");
        }

        if (Lateness < TimeSpan.Zero || Lateness > s_most)
        {
            throw new YardException($"The lateness is '{Lateness}' and must be from 0 to 366 days.");
        }

        if (Learn is 1 or 2 or < 0 or > 1000)
        {
            throw new YardException($"The number of windows to learn from is '{Learn}' and must be 0, or from 3 to 1,000.");
        }

        if (LeastRows < 1)
        {
            throw new YardException($"The least number of rows of a window is '{LeastRows}' and must be 1 or more.");
        }

        if (!(FalseAlarms is > 0 and < 1))
        {
            throw new YardException($"The share of false alarms is '{FalseAlarms}' and must be between 0 and 1.");
        }

        if (Reference.Kind == ReferenceKind.Weekday && TimeSpan.FromDays(7).Ticks % Window.Ticks != 0)
        {
            throw new YardException($"The window is '{Window}', and a week must be whole windows to compare with the same weekday. Take a day, or an hour.");
        }

        Drift.Check();
    }
}
