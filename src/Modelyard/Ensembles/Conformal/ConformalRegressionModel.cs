using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Represents models whose errors on rows that they did not see make intervals. Immutable, safe for any number of threads.</summary>
public sealed class ConformalRegressionModel
{
    private readonly double[][] _errors;
    private readonly ConformityScores? _scores;

    internal ConformalRegressionModel(double coverage, IReadOnlyList<IRegressionModel> members, double[][] errors, ConformityScores? scores)
    {
        Coverage = coverage;
        Members = members;
        _errors = errors;
        _scores = scores;
    }

    /// <summary>Gets the chance that an interval holds the truth.</summary>
    public double Coverage { get; }

    /// <summary>Gets the models: one, two of quantiles, or one a fold.</summary>
    public IReadOnlyList<IRegressionModel> Members { get; }

    /// <summary>Predicts one row.</summary>
    /// <param name="row">One number a feature.</param>
    /// <returns>The prediction and its interval; infinite where a group has too few rows.</returns>
    public PredictedInterval Predict(ReadOnlySpan<double> row)
    {
        if (_scores is not null)
        {
            double low = Members[0].Predict(row), high = Members.Count == 1 ? low : Members[1].Predict(row), reach = _scores.Quantile(Coverage, row);

            // Quantiles may cross; an interval then holds its middle alone.
            (low, high) = low <= high ? (low, high) : ((low + high) / 2, (low + high) / 2);
            double middle = (low + high) / 2;
            return new PredictedInterval(middle, Math.Min(middle, low - reach), Math.Max(middle, high + reach));
        }

        Span<double> values = Members.Count <= 256 ? stackalloc double[Members.Count] : new double[Members.Count];
        int errors = 0;
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Members[i].Predict(row);
            sum += values[i];
            errors += _errors[i].Length;
        }

        int rank = Math.Min(errors, (int)Math.Ceiling(((errors + 1) * Coverage) - 1e-9));
        return new PredictedInterval(sum / values.Length, -Smallest(values, rank, -1), Smallest(values, rank, 1));
    }

    /// <summary>Predicts rows whose truth is known, and counts how often intervals hold it.</summary>
    /// <param name="data">Rows that nothing was learned from.</param>
    /// <returns>The share, beside the one that was asked for.</returns>
    /// <exception cref="ModelyardException">There are no rows, or they are sparse.</exception>
    public CoverageCheck Check(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.RowCount == 0 || data.IsSparse)
        {
            throw new ModelyardException($"There are '{data.RowCount}' rows to check intervals on, {(data.IsSparse ? "sparse" : "dense")}; there must be one or more, dense.");
        }

        bool[] held = new bool[data.RowCount];
        double width = 0;
        for (int row = 0; row < held.Length; row++)
        {
            PredictedInterval interval = Predict(data.Features.Row(row));
            held[row] = interval.Low <= data.Target[row] && data.Target[row] <= interval.High;
            width += (interval.High - interval.Low) / held.Length;
        }

        return ConformityScores.Check(Coverage, held, width, _scores?.NamesOf(data) ?? []);
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
