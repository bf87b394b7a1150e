using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents the ends between which dates belong together; what is beyond lies far outside of all others, as dates do that stand for a missing one.</summary>
/// <param name="Earliest">The first moment, in seconds since 1970.</param>
/// <param name="Latest">The last moment.</param>
/// <remarks>Fences around the middle half, as in Tukey (1977), Exploratory Data Analysis, though much wider: dates seldom scatter as a bell, and the next years of a table are to come.</remarks>
internal readonly record struct TimeFences(double Earliest, double Latest)
{
    private const int LeastCells = 20;

    // A twentieth of the cells at either end; more of them are a part of the table of its own.
    private const double MostShare = 0.05;

    // In widths of the middle half, beyond its ends.
    private const double Far = 10;
    private const double Decade = 10 * 365.25 * DateCycle.SecondsPerDay;

    /// <summary>Gets the fences that hold every date.</summary>
    internal static TimeFences None { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Finds the fences of dates.</summary>
    /// <param name="seconds">The dates, in seconds since 1970.</param>
    internal static TimeFences Of(QuantileSketch seconds)
    {
        double first = seconds.Quantile(0.25), third = seconds.Quantile(0.75), width = third - first;
        if (seconds.Count < LeastCells || !(width > 0))
        {
            return None;
        }

        var fences = new TimeFences(first - (Far * width), third + (Far * width));
        return fences.Hold(seconds.Quantile(MostShare)) && fences.Hold(seconds.Quantile(1 - MostShare)) ? fences : None;
    }

    /// <summary>Tells whether a moment is within the fences.</summary>
    internal bool Hold(double seconds) => seconds >= Earliest && seconds <= Latest;

    /// <summary>Widens the fences to ten years beyond dates that they all hold: rows to come may be as late, where none was far outside.</summary>
    internal TimeFences Beyond(double first, double last) => new(Math.Min(Earliest, first - Decade), Math.Max(Latest, last + Decade));
}
