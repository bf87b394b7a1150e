namespace Modelyard.Lifecycle.Monitors;

/// <summary>Says how far windows usually lie from the level of their time, as those of one time are too few to say that: from all times at which the level is much the same.</summary>
/// <remarks>
/// How far a window lies from the mean of those before, in units of how well n of them tell it, has one law whatever n is: these are recursive residuals.
/// Source: Brown, Durbin and Evans (1975), Techniques for testing the constancy of regression relationships over time, Journal of the Royal Statistical Society B 37.
/// </remarks>
internal sealed class SeasonResiduals
{
    // Of more windows each so-many-th is looked at.
    private const int Most = 500;

    // What lies between windows of a few rows is no measure of what lies between those of many: only levels so near are compared, on a scale of logarithms.
    private static readonly double s_near = Math.Log(4);

    private readonly UsualFigure _figure;
    private readonly SeasonWindows _windows;
    private readonly int _fewest;
    private readonly Residual[] _all;

    /// <summary>Takes the residuals of the latest windows.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="windows">The windows by their time.</param>
    /// <param name="from">The place in the history of the first one.</param>
    /// <param name="fewest">The least number of them that say anything.</param>
    internal SeasonResiduals(UsualFigure figure, SeasonWindows windows, int from, int fewest)
    {
        (_figure, _windows, _fewest) = (figure, windows, fewest);
        _all = [.. Of(from)];
    }

    /// <summary>Represents a window beside its level, and how far it lies from the latest windows before it, by their number.</summary>
    private readonly record struct Residual(SeasonLevel Level, double Scaled, double Count, double OfLatest)
    {
        internal double OfSeason => (Scaled - Level.Level) / Level.Error;
    }

    /// <summary>Finds the law of how far windows of much the same level lie from it; null if too few are known.</summary>
    internal FigureLaw? Law(SeasonLevel level) => Near(level) is { } near ? FigureLaw.Of(Array.ConvertAll(near, one => one.OfSeason)) : null;

    /// <summary>Says how far windows of much the same level lie from the mean of the latest ones before them; null if too few are known.</summary>
    internal double? OfLatest(SeasonLevel level)
    {
        double[] latest = [.. (Near(level) ?? []).Select(one => one.OfLatest).Where(double.IsFinite)];
        return latest.Length < _fewest ? null : FigureLaw.Of(latest).Deviation;
    }

    /// <summary>Computes the squared coefficient of variation by which rates at much the same level vary, beyond what Poisson's law says of counts.</summary>
    internal double Beyond(SeasonLevel level)
    {
        double beyond = 0, squares = 0;
        foreach (Residual one in Near(level) ?? _all)
        {
            double off = (one.Count - one.Level.Count) / one.Level.Error;
            beyond += (off * off) - one.Level.Count;
            squares += one.Level.Count * one.Level.Count;
        }

        return squares > 0 ? Math.Max(0, beyond / squares) : 0;
    }

    private IEnumerable<Residual> Of(int from)
    {
        int[] known = _windows.Known;
        int first = Array.FindIndex(known, at => at >= from), step = first < 0 ? 1 : ((known.Length - first - 1) / Most) + 1;
        for (int i = first; i >= 0 && i < known.Length; i += step)
        {
            if (_windows.LevelAt(known[i]) is { } level)
            {
                (double scaled, double count) = _windows.Of(known[i]);
                yield return new Residual(level, scaled, count, OfLatest(i, scaled));
            }
        }
    }

    private double OfLatest(int i, double scaled)
    {
        int windows = Math.Min(i, UsualWindows.Most);
        double sum = 0;
        for (int before = i - windows; before < i; before++)
        {
            sum += _windows.Of(_windows.Known[before]).Scaled;
        }

        return windows < OperationLook.Fewest ? double.NaN : (scaled - (sum / windows)) / Math.Sqrt(1 + (1.0 / windows));
    }

    private Residual[]? Near(SeasonLevel level)
    {
        Residual[] near = _figure.IsShare ? _all : Array.FindAll(_all, one => Math.Abs(one.Level.Level - level.Level) <= s_near);
        return near.Length < _fewest ? null : near;
    }
}
