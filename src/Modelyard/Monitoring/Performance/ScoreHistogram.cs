using Modelyard.Metrics;
using Modelyard.Probability;

namespace Modelyard.Monitoring;

/// <summary>Counts rows of a class, and others, by their score: what areas under curves follow from.</summary>
/// <remarks>
/// Different scores are kept apart as long as they are few; of more, log-odds are cut to 1/256. Rows that then fall together count as ties, by which the area under the ROC curve is off by
/// half of the pairs in one cell at most. What comes out does not depend on the order in which histograms are merged. Sources: DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, for the error of the area;
/// Boyd, Eng and Page (2013), Area under the Precision-Recall Curve: Point Estimates and Confidence Intervals, ECML, for that of the average precision.
/// </remarks>
internal sealed class ScoreHistogram
{
    private const int MostScores = 16_384;
    private const double CellsPerUnit = 256, MostOdds = 40;

    private readonly Dictionary<double, (long Own, long Others)> _counts = [];
    private bool _isCut;

    internal void Add(double score, bool isOwn) => Add(_isCut ? Cut(score) : score, isOwn ? 1 : 0, isOwn ? 0 : 1);

    internal void Merge(ScoreHistogram other)
    {
        if (other._isCut && !_isCut)
        {
            CutAll();
        }

        foreach ((double score, (long own, long others)) in other._counts)
        {
            Add(_isCut && !other._isCut ? Cut(score) : score, own, others);
        }
    }

    /// <summary>Computes the area under the ROC curve with DeLong's standard error, and by how much it may be off.</summary>
    internal (double Area, double StandardError, double Error) Roc()
    {
        (double Score, long Own, long Others)[] cells = Sorted();
        double positives = cells.Sum(cell => (double)cell.Own), negatives = cells.Sum(cell => (double)cell.Others), below = 0, area = 0, ties = 0;
        foreach ((_, long own, long others) in cells)
        {
            area += own * (below + (0.5 * others));
            ties += 0.5 * own * others;
            below += others;
        }

        area /= positives * negatives;
        double ownSquares = 0, otherSquares = 0, less = 0, more = positives;
        foreach ((_, long own, long others) in cells)
        {
            more -= own;
            double ownPart = ((less + (0.5 * others)) / negatives) - area, otherPart = ((more + (0.5 * own)) / positives) - area;
            ownSquares += own * ownPart * ownPart;
            otherSquares += others * otherPart * otherPart;
            less += others;
        }

        double error = positives > 1 && negatives > 1 ? Math.Sqrt((ownSquares / (positives - 1) / positives) + (otherSquares / (negatives - 1) / negatives)) : double.NaN;
        return positives > 0 && negatives > 0 ? (area, error, _isCut ? ties / (positives * negatives) : 0) : (double.NaN, double.NaN, double.NaN);
    }

    /// <summary>Computes the average precision and its interval, which is even on the scale of log-odds.</summary>
    internal ScoreInterval AveragePrecision(double confidence)
    {
        (double Score, long Own, long Others)[] cells = Sorted();
        double hits = 0, rows = 0, sum = 0;
        for (int i = cells.Length - 1; i >= 0; i--)
        {
            hits += cells[i].Own;
            rows += cells[i].Own + cells[i].Others;
            sum += cells[i].Own > 0 ? cells[i].Own * (hits / rows) : 0;
        }

        double value = hits > 0 ? sum / hits : 0;
        if (!(value is > 0 and < 1))
        {
            return new ScoreInterval(double.NaN, double.NaN) { Value = value };
        }

        double odds = Math.Log(value / (1 - value)), error = 1 / Math.Sqrt(hits * value * (1 - value)), half = Normal.Quantile((1 + confidence) / 2) * error;
        return new ScoreInterval(1 / (1 + Math.Exp(half - odds)), 1 / (1 + Math.Exp(-half - odds))) { Value = value, StandardError = error * value * (1 - value) };
    }

    internal long Own => _counts.Values.Sum(cell => cell.Own);

    private static double Cut(double score)
    {
        double odds = Math.Log(score / (1 - score));
        return Math.Floor(Math.Clamp(odds, -MostOdds, MostOdds) * CellsPerUnit);
    }

    private (double Score, long Own, long Others)[] Sorted() => [.. _counts.OrderBy(cell => cell.Key).Select(cell => (cell.Key, cell.Value.Own, cell.Value.Others))];

    private void Add(double key, long own, long others)
    {
        (long Own, long Others) before = _counts.GetValueOrDefault(key);
        _counts[key] = (before.Own + own, before.Others + others);
        if (!_isCut && _counts.Count > MostScores)
        {
            CutAll();
        }
    }

    private void CutAll()
    {
        KeyValuePair<double, (long Own, long Others)>[] exact = [.. _counts];
        _counts.Clear();
        _isCut = true;
        foreach ((double score, (long own, long others)) in exact)
        {
            Add(Cut(score), own, others);
        }
    }
}
