using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Represents the linear programme of a quantile regression, solved by Mehrotra's predictor and corrector.</summary>
/// <remarks>
/// Its variables are the rows' shares x from 0 to u (their weights) with <c>A x = b</c>, where A holds the features, centred, and a line of ones, and b makes the shares
/// <c>(1 − Quantile) u</c> balance. The multipliers of the equations are the coefficients, with their signs turned; those of the bounds, z and w, are the residuals' negative and
/// positive parts. A penalised coefficient is a row of its own: its feature is 1, its target 0, its bound twice the penalty, its quantile the middle.
/// Source: Portnoy and Koenker (1997), Statistical Science 12(4); Mehrotra (1992), SIAM Journal on Optimization 2(4).
/// </remarks>
internal sealed class QuantileProgramme
{
    private const double StepShare = 0.9995;
    private const double FirstSlack = 0.3;
    private const double Dependent = 1e-10;
    private const double Ridge = 1e-14;
    private const int Block = 8192;

    private readonly Dataset _data;
    private readonly FitContext _context;
    private readonly QuantileRegression _settings;
    private readonly double[] _means;
    private readonly double _unit;
    private readonly int _features;
    private readonly int _rows;
    private readonly bool[] _left;
    private readonly double[] _costs, _bounds, _right;
    private readonly double[] _x, _s, _z, _w, _dx, _dz, _dw, _spread, _shift, _products;
    private readonly double[] _multipliers;
    private readonly double[] _scales;
    private Cholesky? _factor;

    /// <summary>Initializes the programme.</summary>
    /// <param name="data">The rows, each of some weight.</param>
    /// <param name="context">What surrounds the fit.</param>
    /// <param name="settings">The hyperparameters.</param>
    /// <param name="means">The means that are taken from the features; 0 without an intercept.</param>
    /// <param name="unit">What the target is divided by.</param>
    internal QuantileProgramme(Dataset data, FitContext context, QuantileRegression settings, double[] means, double unit)
    {
        (_data, _context, _settings, _means, _unit) = (data, context, settings, means, unit);
        (_features, _rows) = (data.FeatureCount, data.RowCount);
        int count = _rows + (settings.Alpha > 0 ? _features : 0);
        (_costs, _bounds, _products) = (new double[count], new double[count], new double[count]);
        (_x, _s, _z, _w) = (new double[count], new double[count], new double[count], new double[count]);
        (_dx, _dz, _dw, _spread, _shift) = (new double[count], new double[count], new double[count], new double[count], new double[count]);
        (_multipliers, _scales, _right) = (new double[_features + 1], new double[_features + 1], new double[_features + 1]);
        double mean = data.HasWeights ? VectorKernels.Sum(data.Weights) / _rows : 1;
        for (int row = 0; row < count; row++)
        {
            _costs[row] = row < _rows ? -data.Target[row] / unit : 0;
            _bounds[row] = row >= _rows ? 2 * settings.Alpha * _rows : data.HasWeights ? data.Weights[row] / mean : 1;
            _x[row] = _bounds[row] * (row < _rows ? 1 - settings.Quantile : 0.5);
            _s[row] = _bounds[row] - _x[row];
        }

        Multiply(_x, _right);
        _left = LeftOut();
    }

    /// <summary>Gets the prediction where all features are at their means.</summary>
    internal double Constant => -_multipliers[_features] * _unit;

    /// <summary>Computes the coefficients.</summary>
    internal double[] Coefficients() => [.. Enumerable.Range(0, _features).Select(j => _left[j] ? 0 : -_multipliers[j] * _unit)];

    /// <summary>Begins at given coefficients.</summary>
    internal void Begin(double[] coefficients, double constant)
    {
        for (int j = 0; j < _features; j++)
        {
            _multipliers[j] = _left[j] ? 0 : -coefficients[j] / _unit;
        }

        _multipliers[_features] = -constant / _unit;
        MultiplyTransposed(_multipliers, _products);
        for (int row = 0; row < _x.Length; row++)
        {
            double difference = _costs[row] - _products[row];
            _z[row] = Math.Max(difference, 0) + FirstSlack;
            _w[row] = Math.Max(-difference, 0) + FirstSlack;
        }
    }

    /// <summary>Goes on until the duality gap is small.</summary>
    /// <returns>True if it became so.</returns>
    internal bool Solve()
    {
        double first = double.NaN;
        double[] primal = new double[_right.Length], step = new double[_right.Length];
        for (int iteration = 0; ; iteration++)
        {
            MultiplyTransposed(_multipliers, _products);
            double objective = Objective(), gap = VectorKernels.Dot(_x, _z) + VectorKernels.Dot(_s, _w);
            first = iteration == 0 ? objective : first;
            if (gap <= _settings.Tolerance * Math.Max(objective, _settings.Tolerance * first))
            {
                return true;
            }

            if (iteration >= _settings.MaxIterations || _context.ShouldStop() || !double.IsFinite(gap))
            {
                return false;
            }

            try
            {
                _factor = _context.WithinTime(Prepare);
            }
            catch (FitBudgetException)
            {
                // The step that the time cut short is given up.
                return false;
            }

            Multiply(_x, primal);
            for (int i = 0; i < primal.Length; i++)
            {
                primal[i] = _right[i] - primal[i];
            }

            // The predictor aims at no gap at all; how far it gets says how much centring the corrector needs.
            Direct(primal, step, 0, corrected: false);
            (double along, double across) = (Longest(_x, _s, _dx), Longest(_z, _w));
            double reached = GapAfter(along, across), mean = gap / (2 * _x.Length);
            double centring = Math.Pow(reached / gap, 3);
            Direct(primal, step, centring * mean, corrected: true);
            (along, across) = (Math.Min(1, StepShare * Longest(_x, _s, _dx)), Math.Min(1, StepShare * Longest(_z, _w)));
            VectorKernels.Axpy(along, _dx, _x);
            VectorKernels.Axpy(-along, _dx, _s);
            VectorKernels.Axpy(across, _dz, _z);
            VectorKernels.Axpy(across, _dw, _w);
            VectorKernels.Axpy(across, step, _multipliers);
            _context.Report(iteration + 1, _settings.MaxIterations);
        }
    }

    /// <summary>Computes the objective, in units of the programme, of the coefficients whose products are at hand.</summary>
    private double Objective()
    {
        double loss = 0;
        for (int row = 0; row < _x.Length; row++)
        {
            double residual = _products[row] - _costs[row], quantile = row < _rows ? _settings.Quantile : 0.5;
            loss += _bounds[row] * residual * (residual > 0 ? quantile : quantile - 1);
        }

        return loss;
    }

    /// <summary>Computes the spread of each row, what the equations' multipliers leave of its cost, and the factor of the normal equations.</summary>
    private Cholesky Prepare()
    {
        ParallelLoop.Blocks(_x.Length, Block, _context.Parallelism, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                _spread[row] = 1 / ((_z[row] / _x[row]) + (_w[row] / _s[row]));
                _shift[row] = _costs[row] - _products[row] - _z[row] + _w[row];
            }
        });
        Matrix normal = Normal();
        int size = normal.Rows;
        for (int i = 0; i < size; i++)
        {
            bool isOut = i < _features && _left[i];
            _scales[i] = !isOut && normal[i, i] > 0 ? 1 / Math.Sqrt(normal[i, i]) : 0;
        }

        for (int i = 0; i < size; i++)
        {
            VectorKernels.Scale(_scales[i], normal.Row(i));
            VectorKernels.Multiply(_scales, normal.Row(i));
            normal[i, i] = 1 + Ridge;
        }

        Cholesky? factor;
        for (double added = 10 * Ridge; !Cholesky.TryOf(normal, out factor, _context.Parallelism); added *= 100)
        {
            for (int i = 0; i < size; i++)
            {
                normal[i, i] += added;
            }
        }

        return factor;
    }

    /// <summary>Computes A times the spreads times A', in features less their means.</summary>
    private Matrix Normal()
    {
        Dataset spread = Dataset.WithoutTarget(_data.Features, _data.Schema).WithWeights(_spread[.._rows]);
        GramMatrix gram = _context.Aggregate(spread, new GramMatrix(_features, hasTarget: false));
        Matrix products = gram.Products();
        var normal = new Matrix(_features + 1, _features + 1);
        double[] shifts = gram.Means.ToArray();
        VectorKernels.Axpy(-1, _means, shifts);
        for (int i = 0; i < _features; i++)
        {
            for (int j = 0; j < _features; j++)
            {
                normal[i, j] = products[i, j] + (gram.Weight * shifts[i] * shifts[j]);
            }

            normal[i, i] += _x.Length > _rows ? _spread[_rows + i] : 0;
            normal[i, _features] = normal[_features, i] = _settings.Intercept ? gram.Weight * shifts[i] : 0;
        }

        normal[_features, _features] = _settings.Intercept ? gram.Weight : 0;
        return normal;
    }

    /// <summary>Computes the direction in which the products of each bound and its multiplier go to a common value.</summary>
    private void Direct(double[] primal, double[] step, double target, bool corrected)
    {
        ParallelLoop.Blocks(_x.Length, Block, _context.Parallelism, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                (double low, double high) = Wanted(row, target, corrected);
                _products[row] = _spread[row] * ((low / _x[row]) - (high / _s[row]) - _shift[row]);
            }
        });
        Multiply(_products, step);
        for (int i = 0; i < step.Length; i++)
        {
            step[i] = (primal[i] - step[i]) * _scales[i];
        }

        _factor!.Solve(step);
        VectorKernels.Multiply(_scales, step);
        double[] along = new double[_x.Length];
        MultiplyTransposed(step, along);
        ParallelLoop.Blocks(_x.Length, Block, _context.Parallelism, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                (double low, double high) = Wanted(row, target, corrected);
                double change = (_spread[row] * along[row]) + _products[row];
                _dx[row] = change;
                _dz[row] = (low - (_z[row] * change)) / _x[row];
                _dw[row] = (high + (_w[row] * change)) / _s[row];
            }
        });
    }

    /// <summary>Computes what the products of a row's bounds and multipliers lack; the corrector takes the predictor's second order into account.</summary>
    private (double Low, double High) Wanted(int row, double target, bool corrected)
    {
        double low = target - (_x[row] * _z[row]), high = target - (_s[row] * _w[row]);
        return corrected ? (low - (_dx[row] * _dz[row]), high + (_dx[row] * _dw[row])) : (low, high);
    }

    private double GapAfter(double along, double across)
    {
        (along, across) = (Math.Min(1, along), Math.Min(1, across));
        double gap = 0;
        for (int row = 0; row < _x.Length; row++)
        {
            gap += ((_x[row] + (along * _dx[row])) * (_z[row] + (across * _dz[row])))
                + ((_s[row] - (along * _dx[row])) * (_w[row] + (across * _dw[row])));
        }

        return gap;
    }

    /// <summary>Computes how far the shares can go before one of them comes to a bound.</summary>
    private static double Longest(double[] low, double[] high, double[] change)
    {
        double longest = double.MaxValue;
        for (int i = 0; i < change.Length; i++)
        {
            longest = Math.Min(longest, change[i] < 0 ? -low[i] / change[i] : change[i] > 0 ? high[i] / change[i] : double.MaxValue);
        }

        return longest;
    }

    private double Longest(double[] low, double[] high)
    {
        double longest = double.MaxValue;
        for (int i = 0; i < low.Length; i++)
        {
            longest = Math.Min(longest, _dz[i] < 0 ? -low[i] / _dz[i] : double.MaxValue);
            longest = Math.Min(longest, _dw[i] < 0 ? -high[i] / _dw[i] : double.MaxValue);
        }

        return longest;
    }

    /// <summary>Computes A times numbers of the rows.</summary>
    private void Multiply(double[] values, double[] result)
    {
        MatrixProduct.MultiplyVector(_data.Features, values.AsSpan(0, _rows), result.AsSpan(0, _features), transpose: true, degree: _context.Parallelism);
        double total = VectorKernels.Sum(values.AsSpan(0, _rows));
        for (int j = 0; j < _features; j++)
        {
            result[j] += (values.Length > _rows ? values[_rows + j] : 0) - (total * _means[j]);
        }

        result[_features] = _settings.Intercept ? total : 0;
    }

    /// <summary>Computes A' times multipliers.</summary>
    private void MultiplyTransposed(double[] multipliers, double[] result)
    {
        ReadOnlySpan<double> own = multipliers.AsSpan(0, _features);
        MatrixProduct.MultiplyVector(_data.Features, own, result.AsSpan(0, _rows), degree: _context.Parallelism);
        double constant = (_settings.Intercept ? multipliers[_features] : 0) - VectorKernels.Dot(_means, own);
        for (int row = 0; row < _rows; row++)
        {
            result[row] += constant;
        }

        if (result.Length > _rows)
        {
            own.CopyTo(result.AsSpan(_rows));
        }
    }

    /// <summary>Finds the features that depend on those before them, which get no part where there is no penalty to decide.</summary>
    private bool[] LeftOut()
    {
        bool[] isOut = new bool[_features];
        if (_settings.Alpha > 0)
        {
            return isOut;
        }

        GramMatrix gram = _context.Aggregate(_data, new GramMatrix(_features, hasTarget: false));
        Matrix products = gram.Products(centred: _settings.Intercept);
        var rows = new List<double[]>();
        for (int j = 0; j < _features; j++)
        {
            _context.Checkpoint();

            // A row of the Cholesky factor for each feature that is kept; what its square lacks is what the others explain.
            double[] line = new double[rows.Count + 1];
            double square = products[j, j];
            int at = 0;
            for (int i = 0; i < j; i++)
            {
                if (isOut[i])
                {
                    continue;
                }

                double[] other = rows[at];
                double sum = products[j, i] - VectorKernels.Dot(line.AsSpan(0, at), other.AsSpan(0, at));
                line[at] = sum / other[at];
                square -= line[at] * line[at];
                at++;
            }

            isOut[j] = !(square > Dependent * products[j, j]) || rows.Count >= _rows - (_settings.Intercept ? 1 : 0);
            if (!isOut[j])
            {
                line[at] = Math.Sqrt(square);
                rows.Add(line);
            }
        }

        return isOut;
    }
}
