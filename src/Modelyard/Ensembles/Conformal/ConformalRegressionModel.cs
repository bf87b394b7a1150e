using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents models whose errors on rows that they did not see make intervals. Immutable, safe for any number of threads.</summary>
public sealed class ConformalRegressionModel : IIntervalModel, ISpreadModel, IPersistent<ConformalRegressionModel>
{
    private const int Block = 4096;

    private readonly double[][] _errors;
    private readonly int _errorCount;
    private readonly ConformityScores? _scores;

    internal ConformalRegressionModel(FeatureSchema features, double coverage, IReadOnlyList<IRegressionModel> members, double[][] errors, ConformityScores? scores)
    {
        Features = features;
        Coverage = coverage;
        Members = members;
        _errors = errors;
        _errorCount = errors.Sum(own => own.Length);
        _scores = scores;
    }

    /// <inheritdoc/>
    public static string TypeName => "conformal-regression";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public double Coverage { get; }

    /// <summary>Gets the models: one, two of quantiles, or one a fold. Their mean is the prediction.</summary>
    public IReadOnlyList<IRegressionModel> Members { get; }

    /// <summary>Gets the number of models that are compared: those of the folds, or the members of the one model; 1 where the two models are of quantiles, which are to differ.</summary>
    public int MemberCount => _scores is null ? Members.Count : Members.Count == 1 ? MemberSpread.CountOf(Members[0]) : 1;

    /// <inheritdoc/>
    public static ConformalRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double coverage = state.ReadDouble("coverage");
        IReadOnlyList<IRegressionModel> members = state.ReadParts<IRegressionModel>("members");
        if (!(coverage is > 0 and < 1) || members.Count == 0 || members.Any(member => member.Features.Count != features.Count))
        {
            throw new ModelFormatException("A conformal model must have a coverage between 0 and 1 and one or more members that read its features.");
        }

        if (state.Contains("scores"))
        {
            return members.Count <= 2
                ? new ConformalRegressionModel(features, coverage, members, [], ConformityScores.Load(state, features.Count))
                : throw new ModelFormatException($"A conformal model with errors of its own has '{members.Count}' members and must have one or two.");
        }

        double[][] errors = ConformityScores.ReadSorted(state, "errorCounts", "errors", members.Count);
        return errors.Sum(own => own.Length) > 0
            ? new ConformalRegressionModel(features, coverage, members, errors, null)
            : throw new ModelFormatException("A conformal model must have errors.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("coverage", Coverage);
        state.Write("members", Members);
        if (_scores is not null)
        {
            _scores.Save(state);
            return;
        }

        state.Write("errorCounts", _errors.Select(own => own.Length).ToArray());
        state.Write("errors", _errors.SelectMany(own => own).ToArray());
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        double sum = 0;
        for (int i = 0; i < Members.Count; i++)
        {
            sum += Members[i].Predict(row);
        }

        return sum / Members.Count;
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        double[] own = new double[rows.Rows];
        predictions.Clear();
        for (int i = 0; i < Members.Count; i++)
        {
            Members[i].Predict(rows, own, degree);
            Add(own, predictions);
        }

        Divide(predictions);
    }

    /// <inheritdoc/>
    public void Predict(SparseMatrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        double[] own = new double[rows.Rows];
        predictions.Clear();
        for (int i = 0; i < Members.Count; i++)
        {
            Members[i].Predict(rows, own, degree);
            Add(own, predictions);
        }

        Divide(predictions);
    }

    /// <inheritdoc/>
    public PredictedInterval PredictInterval(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        using var values = new ScratchBuffer(Members.Count);
        for (int i = 0; i < values.Length; i++)
        {
            values.Span[i] = Members[i].Predict(row);
        }

        return IntervalOf(values.Span, row);
    }

    /// <inheritdoc/>
    public void PredictInterval(Matrix rows, Span<PredictedInterval> intervals, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        if (intervals.Length != rows.Rows)
        {
            throw new ArgumentException($"The intervals are '{intervals.Length}' and must be '{rows.Rows}', one a row.", nameof(intervals));
        }

        for (int first = 0; first < rows.Rows; first += Block)
        {
            Matrix part = rows.RowRange(first, Math.Min(Block, rows.Rows - first));
            double[][] values = new double[Members.Count][];
            for (int i = 0; i < values.Length; i++)
            {
                Members[i].Predict(part, values[i] = new double[part.Rows], degree);
            }

            double[] own = new double[values.Length];
            for (int row = 0; row < part.Rows; row++)
            {
                for (int i = 0; i < own.Length; i++)
                {
                    own[i] = values[i][row];
                }

                intervals[first + row] = IntervalOf(own, part.Row(row));
            }
        }
    }

    /// <inheritdoc/>
    public PredictedSpread PredictSpread(ReadOnlySpan<double> row)
    {
        if (Members.Count == 1)
        {
            return MemberSpread.Predict(Members[0], row);
        }

        if (MemberCount == 1)
        {
            return new PredictedSpread(Predict(row), 0);
        }

        MemberMoments moments = default;
        for (int i = 0; i < Members.Count; i++)
        {
            moments.Add(Members[i].Predict(row));
        }

        return moments.Spread(Members.Count);
    }

    /// <inheritdoc/>
    public void PredictSpread(Matrix rows, Span<PredictedSpread> spreads, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results<PredictedSpread>(spreads, rows.Rows);
        if (Members.Count == 1)
        {
            MemberSpread.Predict(Members[0], rows, spreads, degree);
        }
        else if (MemberCount == 1)
        {
            BatchPrediction.Run(rows, spreads, degree, PredictSpread);
        }
        else
        {
            MemberMoments.Gather(Members.Count, Members.Count, spreads, [], (i, own) => Members[i].Predict(rows, own, degree));
        }
    }

    /// <summary>Predicts rows whose truth is known, and counts how often intervals hold it.</summary>
    /// <param name="data">Rows that nothing was learned from.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The share, beside the one that was asked for.</returns>
    /// <exception cref="ModelyardException">There are no rows.</exception>
    public CoverageCheck Check(Dataset data, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.RowCount == 0)
        {
            throw new ModelyardException("There are no rows to check intervals on; there must be one or more.");
        }

        var intervals = new PredictedInterval[data.RowCount];
        if (data.IsSparse)
        {
            ((IIntervalModel)this).PredictInterval(data.SparseFeatures, intervals, degree);
        }
        else
        {
            PredictInterval(data.Features, intervals, degree);
        }

        bool[] held = new bool[data.RowCount];
        double width = 0;
        for (int row = 0; row < held.Length; row++)
        {
            held[row] = intervals[row].Low <= data.Target[row] && data.Target[row] <= intervals[row].High;
            width += (intervals[row].High - intervals[row].Low) / held.Length;
        }

        return ConformityScores.Check(Coverage, held, width, _scores?.NamesOf(data) ?? [], _scores?.All.Length ?? 0, name => _scores?.CountOf(data.Schema, name) ?? 0) with { GroupedBy = _scores?.GroupedBy(data.Schema) ?? "" };
    }

    private static void Add(double[] own, Span<double> sums)
    {
        for (int row = 0; row < own.Length; row++)
        {
            sums[row] += own[row];
        }
    }

    private void Divide(Span<double> sums)
    {
        foreach (ref double sum in sums)
        {
            sum /= Members.Count;
        }
    }

    /// <summary>Makes the interval of a row of what the members predict for it.</summary>
    private PredictedInterval IntervalOf(ReadOnlySpan<double> values, ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double middle = sum / values.Length;
        if (_scores is not null)
        {
            // Quantiles may cross, or be drawn in so far that they would: an interval then holds its middle alone.
            double low = values[0], high = values[^1], reach = _scores.Quantile(Coverage, row);
            return new PredictedInterval(middle, Math.Min(middle, Math.Min(low, middle) - reach), Math.Max(middle, Math.Max(high, middle) + reach));
        }

        int rank = Math.Min(_errorCount, (int)Math.Ceiling(((_errorCount + 1) * Coverage) - 1e-9));
        return new PredictedInterval(middle, -Smallest(values, rank, -1), Smallest(values, rank, 1));
    }

    /// <summary>Finds the number of a rank among all predictions, with a sign, plus the errors of their folds.</summary>
    /// <remarks>Errors of a fold are sorted, so each list is halved for the least of its numbers with as many at or below it; the least of these is the one.</remarks>
    private double Smallest(ReadOnlySpan<double> values, int rank, double sign)
    {
        double best = double.PositiveInfinity;
        for (int list = 0; list < values.Length; list++)
        {
            int low = 0, high = _errors[list].Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                double candidate = (sign * values[list]) + _errors[list][middle];
                (low, high) = candidate >= best || CountUpTo(values, candidate, sign) >= rank ? (low, middle) : (middle + 1, high);
            }

            if (low < _errors[list].Length)
            {
                best = Math.Min(best, (sign * values[list]) + _errors[list][low]);
            }
        }

        return best;
    }

    private int CountUpTo(ReadOnlySpan<double> values, double limit, double sign)
    {
        int count = 0;
        for (int list = 0; list < values.Length; list++)
        {
            double[] errors = _errors[list];
            int low = 0, high = errors.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = (sign * values[list]) + errors[middle] <= limit ? (middle + 1, high) : (low, middle);
            }

            count += low;
        }

        return count;
    }
}
