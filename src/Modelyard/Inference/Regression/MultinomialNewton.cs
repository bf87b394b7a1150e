using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Maximises the likelihood of the multinomial logistic model by Newton's method.</summary>
internal sealed class MultinomialNewton
{
    private const int Block = 4096;
    private const int MostHalvings = 40;
    private const double Converged = 1e-10;
    private const double Rounding = 1e-6;
    private const int SeparationFrom = 8;
    private const double Still = 1e-3;
    private const double LeastMove = 0.02;
    private const double AtEnd = 0.01;
    private const int MostNamed = 5;
    private const int MostTries = 60;

    // The operations of fits that find out which features separate; where they would take more, all are named.
    private const double MostWork = 2e9;

    private readonly RegressionData _data;
    private readonly int[] _classes;
    private readonly FitContext _context;
    private readonly Matrix _unit;
    private readonly int _columns;
    private readonly int _others;
    private readonly double[] _coordinates;
    private Matrix _sums;

    internal MultinomialNewton(RegressionData data, string[] levels, int[] classes, FitContext context)
    {
        (_data, Levels, _classes, _context) = (data, levels, classes, context);
        Factor = DesignFactor.Of(data.Design, new double[classes.Length], data.WeightArray, context);
        (_columns, _others) = (data.Design.Columns.Count, levels.Length - 1);
        _unit = new Matrix(classes.Length, _columns);
        ParallelLoop.Blocks(classes.Length, Block, context.Parallelism, (first, count) => Factor.Orthonormal(first, _unit.RowRange(first, count)), context.Cancellation);
        _coordinates = new double[_columns * _others];
        _sums = new Matrix(classes.Length, _others);
        Probabilities = new Matrix(classes.Length, levels.Length);
    }

    internal string[] Levels { get; }

    internal DesignFactor Factor { get; }

    /// <summary>Gets the probabilities, rows x classes.</summary>
    internal Matrix Probabilities { get; }

    internal double LogLikelihood { get; private set; }

    internal int Iterations { get; private set; }

    /// <summary>Gets the coefficients of each class but the first, one class after the other.</summary>
    internal double[] Coefficients { get; private set; } = [];

    /// <summary>Gets the inverse of the information, in orthonormal coordinates.</summary>
    internal Matrix Inverse { get; private set; } = null!;

    internal double NullLogLikelihood()
    {
        double[] totals = new double[Levels.Length];
        for (int row = 0; row < _classes.Length; row++)
        {
            totals[_classes[row]] += Weight(row);
        }

        return totals.Sum(total => total > 0 ? total * Math.Log(total / totals.Sum()) : 0);
    }

    internal void Run(int mostIterations)
    {
        if (!Climb(mostIterations, out HashSet<int>? separated))
        {
            throw separated is not null ? Separated(separated)
                : new ModelyardException($"The likelihood has no maximum after '{mostIterations}' steps. Leave out features that are nearly collinear, or group rare classes.");
        }

        Coefficients = ToCoefficients(_coordinates);
    }

    /// <summary>Goes on until the steps are small.</summary>
    /// <param name="mostIterations">The greatest number of steps.</param>
    /// <param name="separated">The rows whose classes are told without error, where the likelihood has no maximum for that; null otherwise.</param>
    /// <returns>Whether it came to the maximum.</returns>
    private bool Climb(int mostIterations, out HashSet<int>? separated)
    {
        separated = null;
        LogLikelihood = Measure(_sums);
        double last = double.PositiveInfinity;
        for (Iterations = 1; Iterations <= mostIterations; Iterations++)
        {
            _context.Checkpoint();
            Matrix before = _sums;
            if (Step() is not { } step)
            {
                separated = [];
                return false;
            }

            if (step <= Converged || (step <= Rounding && step >= 0.5 * last))
            {
                return true;
            }

            if (Iterations >= SeparationFrom && FindSeparation(before) is { } rows)
            {
                separated = rows;
                return false;
            }

            last = step;
        }

        return false;
    }

    /// <summary>Brings the covariance of the coordinates to that of the coefficients.</summary>
    internal Matrix ToCovariance(Matrix middle)
    {
        int size = _columns * _others;
        Matrix left = new(size, size), covariance = new(size, size);
        for (int other = 0; other < _others; other++)
        {
            MatrixProduct.Multiply(Factor.Transform, middle.RowRange(other * _columns, _columns), left.RowRange(other * _columns, _columns));
        }

        for (int other = 0; other < _others; other++)
        {
            MatrixProduct.Multiply(left.View(0, size, other * _columns, _columns), Factor.Transform, covariance.View(0, size, other * _columns, _columns), transposeB: true);
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                covariance[i, j] = covariance[j, i];
            }
        }

        return covariance;
    }

    /// <summary>Computes <c>H⁻¹ (Σ s sᵀ) H⁻¹</c> of the scores of rows, or of clusters of rows.</summary>
    internal Matrix Sandwich(CovarianceKind kind)
    {
        int size = _columns * _others, rows = _classes.Length;
        bool byCluster = kind == CovarianceKind.Cluster;
        Matrix scores = new(byCluster ? SandwichCovariance.ClusterCount(_data.ClusterArray) : rows, size);
        var numbers = new Dictionary<int, int>();
        for (int row = 0; row < rows; row++)
        {
            int place = row;
            if (byCluster && !numbers.TryGetValue(_data.ClusterArray![row], out place))
            {
                numbers[_data.ClusterArray[row]] = place = numbers.Count;
            }

            for (int other = 0; other < _others; other++)
            {
                double error = Weight(row) * ((_classes[row] == other + 1 ? 1 : 0) - Probabilities[row, other + 1]);
                VectorKernels.Axpy(error, _unit.Row(row), scores.Row(place).Slice(other * _columns, _columns));
            }
        }

        Matrix middle = new(size, size), left = new(size, size), sandwich = new(size, size);
        MatrixProduct.Gram(scores, middle, degree: _context.Parallelism);
        MatrixProduct.Multiply(Inverse, middle, left);
        MatrixProduct.Multiply(left, Inverse, sandwich);
        double factor = kind == CovarianceKind.HC1 ? rows / (double)(rows - size) : byCluster ? scores.Rows / (double)(scores.Rows - 1) * ((rows - 1) / (double)(rows - size)) : 1;
        VectorKernels.Scale(factor, sandwich.AsSpan());
        return sandwich;
    }

    private double Weight(int row) => _data.WeightArray is { } weights ? weights[row] : 1;

    /// <summary>Makes one step.</summary>
    /// <returns>The greatest change of a coordinate, in standard errors; null where the likelihood is flat, as probabilities have gone to their ends.</returns>
    private double? Step()
    {
        double[] direction = Gradient();
        if (!Cholesky.TryOf(Information(), out Cholesky? factor, _context.Parallelism))
        {
            return null;
        }

        factor.Solve(direction);
        Inverse = factor.Inverse();
        double length = 1;
        for (int halving = 0; ; halving++)
        {
            double[] taken = [.. _coordinates.Zip(direction, (from, move) => from + (length * move))];
            Matrix sums = Sums(taken);
            double likelihood = Measure(sums);
            if (likelihood >= LogLikelihood - (1e-10 * (1 + Math.Abs(LogLikelihood))) || halving >= MostHalvings)
            {
                taken.CopyTo(_coordinates, 0);
                (_sums, LogLikelihood) = (sums, likelihood);
                break;
            }

            length /= 2;
        }

        double greatest = 0;
        for (int i = 0; i < direction.Length; i++)
        {
            greatest = Math.Max(greatest, Math.Abs(length * direction[i]) / Math.Sqrt(Inverse[i, i]));
        }

        return greatest;
    }

    private Matrix Sums(double[] coordinates)
    {
        var sums = new Matrix(_classes.Length, _others);
        MatrixProduct.Multiply(_unit, new Matrix(coordinates, _others, _columns), sums, transposeB: true, degree: _context.Parallelism);
        return sums;
    }

    /// <summary>Computes the probabilities of sums, and the log-likelihood.</summary>
    private double Measure(Matrix sums) => ParallelLoop.Reduce(
        _classes.Length,
        Block,
        _context.Parallelism,
        (first, count) =>
        {
            double likelihood = 0;
            for (int row = first; row < first + count; row++)
            {
                Span<double> probabilities = Probabilities.Row(row);
                probabilities[0] = 0;
                sums.Row(row).CopyTo(probabilities[1..]);
                double own = probabilities[_classes[row]];
                likelihood += Weight(row) * (own - VectorKernels.LogSumExp(probabilities));
                VectorKernels.SoftmaxInPlace(probabilities);
            }

            return likelihood;
        },
        (left, right) => left + right,
        _context.Cancellation);

    private double[] Gradient()
    {
        double[] gradient = new double[_columns * _others], errors = new double[_classes.Length];
        for (int other = 0; other < _others; other++)
        {
            for (int row = 0; row < errors.Length; row++)
            {
                errors[row] = Weight(row) * ((_classes[row] == other + 1 ? 1 : 0) - Probabilities[row, other + 1]);
            }

            MatrixProduct.MultiplyVector(_unit, errors, gradient.AsSpan(other * _columns, _columns), transpose: true, degree: _context.Parallelism);
        }

        return gradient;
    }

    private Matrix Information()
    {
        Matrix information = new(_columns * _others, _columns * _others), block = new(_columns, _columns);
        double[] weights = new double[_classes.Length];
        for (int left = 0; left < _others; left++)
        {
            for (int right = left; right < _others; right++)
            {
                for (int row = 0; row < weights.Length; row++)
                {
                    double p = Probabilities[row, left + 1];
                    weights[row] = Weight(row) * p * (left == right ? 1 - p : Probabilities[row, right + 1]);
                }

                MatrixProduct.Gram(_unit, block, weights, _context.Parallelism);
                for (int i = 0; i < _columns; i++)
                {
                    for (int j = 0; j < _columns; j++)
                    {
                        double value = left == right ? block[i, j] : -block[i, j];
                        information[(left * _columns) + i, (right * _columns) + j] = value;
                        information[(right * _columns) + j, (left * _columns) + i] = value;
                    }
                }
            }
        }

        return information;
    }

    private double[] ToCoefficients(double[] coordinates)
    {
        double[] coefficients = new double[coordinates.Length];
        for (int other = 0; other < _others; other++)
        {
            MatrixProduct.MultiplyVector(Factor.Transform, coordinates.AsSpan(other * _columns, _columns), coefficients.AsSpan(other * _columns, _columns));
        }

        return coefficients;
    }

    /// <summary>Finds the rows whose probabilities of other classes go on to 0, while those of other rows stand still (see <see cref="Separation"/>); null where that is not so.</summary>
    private HashSet<int>? FindSeparation(Matrix before)
    {
        double greatest = 0;
        for (int row = 0; row < _classes.Length; row++)
        {
            for (int one = 0; one < Levels.Length; one++)
            {
                greatest = Math.Max(greatest, Math.Abs(Move(before, row, one)));
            }
        }

        var moving = new HashSet<int>();
        for (int row = 0; row < _classes.Length; row++)
        {
            for (int one = 0; one < Levels.Length; one++)
            {
                double move = Move(before, row, one);
                if (Math.Abs(move) <= Still * greatest)
                {
                    continue;
                }

                if (move > 0 || Probabilities[row, one] > AtEnd)
                {
                    return null;
                }

                moving.Add(row);
            }
        }

        return greatest >= LeastMove ? moving : null;
    }

    /// <summary>Computes how much the odds of a class against the row's own moved in a step.</summary>
    private double Move(Matrix before, int row, int one)
    {
        int own = _classes[row];
        double now = (one == 0 ? 0 : _sums[row, one - 1]) - (own == 0 ? 0 : _sums[row, own - 1]);
        return now - ((one == 0 ? 0 : before[row, one - 1]) - (own == 0 ? 0 : before[row, own - 1]));
    }

    private ModelyardException Separated(HashSet<int> rows)
    {
        string[] levels = [.. RuledOut()], names = levels.Length > 0 ? [] : [.. Separating().Select(name => $"'{name}'")];
        string how = rows.Count > 0 ? $" in {rows.Count:N0} of {NumberText.Counted(_classes.Length, "row")}" : "";
        string by = levels.Length > 0 ? string.Join("; ", levels.Take(MostNamed))
            : names.Length == 1 ? $"{names[0]} does"
            : $"together {string.Join(", ", names.Take(2 * MostNamed))}{(names.Length > 2 * MostNamed ? $" and {names.Length - (2 * MostNamed)} more" : "")} do";
        return new ModelyardException($"A separation: the features rule out classes of '{_data.TargetName}' without error{how}, so that no coefficient is finite: {by}. Leave out what tells them, group rare levels, or take a penalty (LogisticRegression).");
    }

    /// <summary>Lists the classes that never occur beside one of the two values of an indicator.</summary>
    private IEnumerable<string> RuledOut()
    {
        DesignMatrix design = _data.Design;
        for (int j = design.HasIntercept ? 1 : 0; j < design.Columns.Count; j++)
        {
            for (int one = 0; one < Levels.Length; one++)
            {
                bool[] seen = new bool[2];
                bool isIndicator = true;
                for (int row = 0; row < _classes.Length && isIndicator; row++)
                {
                    double value = design.Values[row, j];
                    isIndicator = value is 0 or 1;
                    if (isIndicator && _classes[row] == one)
                    {
                        seen[(int)value] = true;
                    }
                }

                if (isIndicator && seen[0] != seen[1])
                {
                    yield return $"'{_data.TargetName}' is never '{Levels[one]}' where '{design.Columns[j]}' is {(seen[1] ? 0 : 1)}";
                }
            }
        }
    }

    /// <summary>Lists the features that separate: the first that does alone, or else as few as do together, found by leaving out one after the other.</summary>
    private IReadOnlyList<string> Separating()
    {
        string[] terms = [.. _data.Design.Terms.Where(term => term.Products.Count > 0).OrderBy(Size).Select(term => term.Name)];
        if ((double)_classes.Length * _columns * _columns * _others * _others * terms.Length > MostWork)
        {
            return [.. terms.Reverse()];
        }

        if (terms.LastOrDefault(alone => IsSeparated(terms.Where(term => term != alone))) is { } found)
        {
            return [found];
        }

        List<string> without = [];
        foreach (string term in terms)
        {
            if (without.Count < terms.Length - 1 && IsSeparated([.. without, term]))
            {
                without.Add(term);
            }
        }

        return [.. _data.Design.Terms.Select(term => term.Name).Where(name => terms.Contains(name) && !without.Contains(name))];
    }

    private bool IsSeparated(IEnumerable<string> without)
    {
        RegressionData fewer = without.Aggregate(_data, (data, term) => data.Without(term));
        return !new MultinomialNewton(fewer, Levels, _classes, _context).Climb(MostTries, out HashSet<int>? rows) && rows is not null;
    }

    /// <summary>Computes how far a feature moves the sums of rows.</summary>
    private double Size(DesignTerm term)
    {
        double[] coefficients = ToCoefficients(_coordinates);
        double most = 0;
        for (int j = term.First; j < term.First + term.Count; j++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (int row = 0; row < _classes.Length; row++)
            {
                low = Math.Min(low, _data.Design.Values[row, j]);
                high = Math.Max(high, _data.Design.Values[row, j]);
            }

            most = Math.Max(most, (high - low) * Enumerable.Range(0, _others).Max(other => Math.Abs(coefficients[(other * _columns) + j])));
        }

        return most;
    }
}
