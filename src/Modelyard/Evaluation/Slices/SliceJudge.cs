using Modelyard.Probability;

namespace Modelyard.Evaluation;

/// <summary>Judges slices on rows that were not searched, and tells each cause once.</summary>
/// <remarks>
/// The worst slice is told, its rows are set aside, and the others are judged on what is left: what was worse only for the rows that it shares with one that was told is an echo.
/// Each judgement is with regard to all slices that were found (Benjamini and Hochberg), those told before among them.
/// </remarks>
internal sealed class SliceJudge
{
    // A slice that was found for another reason is said to surprise the model only if that is sure.
    private const double SurpriseLevel = 0.1;

    // Of how much worse a pair is, one of its conditions alone must be at least this share to be its cause.
    private const double LeastShareOfPair = 0.2;

    private readonly IReadOnlyList<double> _losses;
    private readonly IReadOnlyList<double>? _expected;
    private readonly SliceOptions _options;
    private readonly int _allRows, _fewest;
    private readonly List<Slice> _told = [];
    private int[] _left;

    /// <summary>Initializes a judge.</summary>
    /// <param name="rows">The rows to judge on.</param>
    /// <param name="losses">The loss of each row of the table.</param>
    /// <param name="expected">The loss that the model itself expects of each row; null where it says nothing of that.</param>
    /// <param name="options">How slices are looked for.</param>
    internal SliceJudge(int[] rows, IReadOnlyList<double> losses, IReadOnlyList<double>? expected, SliceOptions options)
    {
        (_left, _losses, _expected, _options, _allRows) = (rows, losses, expected, options, losses.Count);
        _fewest = Math.Max(options.FewestRows, (int)Math.Ceiling(options.LeastShare * rows.Length)) / 2;
    }

    /// <summary>Gets what was told so far, in the order of telling.</summary>
    internal IReadOnlyList<Slice> Told => _told;

    /// <summary>Tells the slices that are worse than the rest.</summary>
    /// <param name="found">What was found on other rows.</param>
    /// <param name="bySurprise">Whether they must also be worse than the model expects, and are compared by how much they are.</param>
    internal void Tell(IReadOnlyList<SlicePart> found, bool bySurprise)
    {
        SlicePart[] parts = [.. found.Where(part => !double.IsNaN(Judge(part, bySurprise).PValue))];
        var open = Enumerable.Range(0, parts.Length).ToList();
        bool[] wasWorse = new bool[parts.Length];
        while (true)
        {
            (double PValue, double Excess)[] judged = [.. parts.Select((part, i) => open.Contains(i) ? Judge(part, bySurprise) : (1, 0))];
            IReadOnlyList<double> adjusted = MultipleTests.BenjaminiHochberg(Array.ConvertAll(judged, one => double.IsNaN(one.PValue) ? 1 : one.PValue));
            int echoes = open.RemoveAll(i => wasWorse[i] && adjusted[i] > _options.Level);
            if (echoes > 0)
            {
                _told[^1] = _told[^1] with { Echoes = echoes };
            }

            int[] worse = [.. open.Where(i => adjusted[i] <= _options.Level)];
            if (worse.Length == 0 || _told.Count >= _options.Most)
            {
                return;
            }

            Array.ForEach(worse, i => wasWorse[i] = true);
            int worst = worse.MaxBy(i => judged[i].Excess);
            worst = worse.Where(i => parts[i].IsHalfOf(parts[worst]) && IsCause(parts[i], parts[worst], bySurprise)).OrderByDescending(i => judged[i].Excess).FirstOrDefault(worst);
            worst = worse.Where(i => parts[worst].IsHalfOf(parts[i]) && !IsCause(parts[worst], parts[i], bySurprise)).OrderByDescending(i => judged[i].Excess).FirstOrDefault(worst);
            _told.Add(Describe(parts[worst], adjusted[worst], bySurprise, parts.Length));
            open.Remove(worst);
            _left = Array.FindAll(_left, row => !parts[worst].Holds(row));
        }
    }

    /// <summary>Computes the chance of a part as bad, and by how much it is worse than the rest for certain; NaN if too few rows are left.</summary>
    private (double PValue, double Excess) Judge(SlicePart part, bool bySurprise)
    {
        (LossSum own, LossSum rest) = Split(part, _left, bySurprise ? Surprise : Loss);
        return own.Count < _fewest || rest.Count < 2 ? (double.NaN, double.NegativeInfinity)
            : (bySurprise ? Math.Max(own.ChanceAbove(rest), own.ChanceAboveZero()) : own.ChanceAbove(rest), own.CertainExcess(rest));
    }

    /// <summary>Says whether the rows of one condition are as bad without the other condition of a pair, or worse than the rest all the same and by a good part of that: then the one is the cause.</summary>
    private bool IsCause(SlicePart half, SlicePart pair, bool bySurprise)
    {
        Func<int, double> value = bySurprise ? Surprise : Loss;
        (LossSum both, LossSum alone) = Split(pair, Array.FindAll(_left, half.Holds), value);
        LossSum others = Split(half, _left, value).Others;
        return alone.Count < 2 || both.ChanceAbove(alone) > _options.Level
            || (alone.ChanceAbove(others) <= _options.Level && alone.Mean - others.Mean >= LeastShareOfPair * (both.Mean - others.Mean));
    }

    private Slice Describe(SlicePart part, double chance, bool isSurprise, int tests)
    {
        (LossSum own, LossSum rest) = Split(part, _left, Loss);
        int count = Enumerable.Range(0, _allRows).Count(part.Holds);
        var all = default(LossSum);
        foreach (int row in _left)
        {
            all.Add(Loss(row));
        }

        var slice = new Slice(part.Condition, count, count / (double)_allRows, own.Mean, rest.Mean, (own.Mean - rest.Mean) / Math.Sqrt(all.Variance), chance) { JudgedRows = (int)own.Count };
        return _expected is null ? slice : slice with
        {
            Expected = own.Mean - Split(part, _left, Surprise).Own.Mean,
            IsWorseThanExpected = isSurprise || tests * Split(part, _left, Surprise).Own.ChanceAboveZero() <= SurpriseLevel * _options.Level,
        };
    }

    private static (LossSum Own, LossSum Others) Split(SlicePart part, int[] rows, Func<int, double> value)
    {
        LossSum own = default, rest = default;
        foreach (int row in rows)
        {
            if (part.Holds(row))
            {
                own.Add(value(row));
            }
            else
            {
                rest.Add(value(row));
            }
        }

        return (own, rest);
    }

    private double Loss(int row) => _losses[row];

    private double Surprise(int row) => _losses[row] - _expected![row];
}
