using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Fits Huber's regression with its scale.</summary>
/// <remarks>
/// The objective is convex in coefficients, intercept and scale together, and quadratic wherever no row crosses its bound. In the direction of a row (features, 1, residual / scale)
/// its curvature is <c>2 / σ</c>, so that the Gram matrix of the inner rows, with the residuals as its target, is all of the curvature.
/// Where the scale vanishes, the objective becomes that of least absolute residuals, to which scales lead that are fixed and each a tenth of that before.
/// Source of that: Madsen and Nielsen (1993), A Finite Smoothing Algorithm for Linear l1 Estimation, SIAM Journal on Optimization 3(2).
/// </remarks>
internal sealed partial class HuberFit
{
    private const int MostNewton = 2048;
    private const int MostHalvings = 60;
    private const double SufficientDecrease = 1e-4;
    private const double Ridge = 1e-12;

    // A scale below this share of the target's spread is a fit without residuals: there is nothing left to tell outliers by.
    private const double LeastScale = 1e-13;

    // Where the scale is 0 and the loss is still this share of the first, some rows are off the plane.
    private const double Unmet = 1e-6;

    private readonly Dataset _data;
    private readonly FitContext _context;
    private readonly HuberRegression _settings;
    private readonly HuberObjective _objective;
    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly double[] _predictions;
    private readonly double[] _trial;
    private readonly double[] _gradient;
    private double[] _point;

    // The point: the coefficients, the prediction where all features are at their means, the scale.
    private HuberFit(Dataset data, FitContext context, HuberRegression settings)
    {
        _data = data;
        _context = context;
        _settings = settings;
        _objective = new HuberObjective(data, settings.Epsilon, context);
        (_means, _squares) = ColumnMoments.Of(data, settings.Intercept, context);
        _predictions = new double[data.RowCount];
        _trial = new double[data.RowCount];
        _gradient = new double[data.FeatureCount + 2];
        _point = new double[data.FeatureCount + 2];
    }

    internal static HuberModel Fit(Dataset data, FitContext context, HuberRegression settings)
    {
        context.Checkpoint();
        return new HuberFit(data, context, settings).Run();
    }

    private int Features => _data.FeatureCount;

    private HuberModel Run()
    {
        LinearModel start = _context.WithinTime(() => LeastSquares.Fit(_data, _context with { Progress = null }, _settings.Alpha, _settings.Intercept));
        start.Predict(_data.Features, _predictions, _context.Parallelism);
        double squares = 0, total = 0, spread = 0;
        for (int row = 0; row < _predictions.Length; row++)
        {
            double weight = _data.HasWeights ? _data.Weights[row] : 1;
            squares += weight * Math.Pow(_data.Target[row] - _predictions[row], 2);
            spread = Math.Max(spread, weight > 0 ? Math.Abs(_data.Target[row]) : 0);
            total += weight;
        }

        double scale = Math.Sqrt(squares / total);
        if (!(scale > LeastScale * spread))
        {
            return new HuberModel(start, 0);
        }

        start.Coefficients.CopyTo(_point);
        _point[Features] = _settings.Intercept ? start.Intercept + VectorKernels.Dot(_means, start.Coefficients) : 0;
        _point[Features + 1] = scale;
        if (Math.Min(Features, _data.RowCount) > MostNewton)
        {
            RunLbfgs();
        }
        else
        {
            RunNewton(LeastScale * spread);
        }

        double[] coefficients = _point[..Features];
        double intercept = _settings.Intercept ? _point[Features] - VectorKernels.Dot(_means, coefficients) : 0;
        return new HuberModel(new LinearModel(_data.Schema, coefficients, intercept, CoordinateDescent.Importances(coefficients, _squares)), _point[Features + 1]);
    }

    private void RunNewton(double leastScale)
    {
        double value = Evaluate(_point, _predictions), first = value - Penalty(_point);
        bool isNarrowed = false;
        for (int iteration = 1; ; iteration++)
        {
            if (NextStep() is not { } step)
            {
                WarnOutOfTime();
                return;
            }

            double promised = -VectorKernels.Dot(step, _gradient);
            double length = Search(step, ref value, promised);
            _context.Report(iteration, _settings.MaxIterations);
            if (_point[Features + 1] <= leastScale && value - Penalty(_point) > Unmet * first)
            {
                if (isNarrowed)
                {
                    WarnNotConverged();
                    return;
                }

                isNarrowed = true;
                if (NarrowScale(ref value))
                {
                    continue;
                }

                return;
            }

            if (length == 0 || _point[Features + 1] <= leastScale || (length == 1 && promised <= _settings.Tolerance * value))
            {
                return;
            }

            if (iteration >= _settings.MaxIterations)
            {
                WarnNotConverged();
                return;
            }
        }
    }

    private double Evaluate(double[] point, double[] predictions)
    {
        Predict(point, predictions);
        (double value, double slope) = _objective.Evaluate(predictions, point[Features + 1]);
        _gradient[Features + 1] = slope;
        return value + Penalty(point);
    }

    private void Predict(double[] point, double[] predictions)
    {
        ReadOnlySpan<double> coefficients = point.AsSpan(0, Features);
        double constant = _settings.Intercept ? point[Features] - VectorKernels.Dot(_means, coefficients) : 0;
        MatrixProduct.MultiplyVector(_data.Features, coefficients, predictions, degree: _context.Parallelism);
        for (int row = 0; row < predictions.Length; row++)
        {
            predictions[row] += constant;
        }
    }

    private double Penalty(double[] point) => _settings.Alpha * VectorKernels.SumOfSquares(point.AsSpan(0, Features));

    /// <summary>Computes the derivatives by the coefficients and the constant from those by the predictions.</summary>
    private void FillGradient() => FillGradient(_settings.Alpha);

    private void FillGradient(double alpha)
    {
        double total = VectorKernels.Sum(_objective.Slopes);
        Span<double> slopes = _gradient.AsSpan(0, Features);
        MatrixProduct.MultiplyVector(_data.Features, _objective.Slopes, slopes, transpose: true, degree: _context.Parallelism);
        for (int j = 0; j < Features; j++)
        {
            slopes[j] += (2 * alpha * _point[j]) - (_settings.Intercept ? total * _means[j] : 0);
        }

        _gradient[Features] = _settings.Intercept ? total : 0;
    }

    /// <summary>Computes the next step; null if the time ends before.</summary>
    private double[]? NextStep()
    {
        if (_context.ShouldStop())
        {
            return null;
        }

        FillGradient();
        try
        {
            return _context.WithinTime(Direction);
        }
        catch (FitBudgetException)
        {
            return null;
        }
    }

    private double[] Direction()
    {
        int size = Features + 2;
        Matrix curvature = Curvature();
        double[] scales = new double[size], step = new double[size];
        for (int i = 0; i < size; i++)
        {
            scales[i] = curvature[i, i] > 0 ? 1 / Math.Sqrt(curvature[i, i]) : 0;
        }

        for (int i = 0; i < size; i++)
        {
            VectorKernels.Scale(scales[i], curvature.Row(i));
            VectorKernels.Multiply(scales, curvature.Row(i));
            curvature[i, i] = 1 + Ridge;
            step[i] = -_gradient[i] * scales[i];
        }

        Cholesky? factor;
        for (double added = Ridge; !Cholesky.TryOf(curvature, out factor, _context.Parallelism); added *= 100)
        {
            for (int i = 0; i < size; i++)
            {
                curvature[i, i] += added;
            }
        }

        factor.Solve(step);
        VectorKernels.Multiply(scales, step);
        return step;
    }

    /// <summary>Computes the second derivatives by the coefficients, the constant and the scale.</summary>
    private Matrix Curvature()
    {
        int size = Features + 2;
        var curvature = new Matrix(size, size);
        double scale = _point[Features + 1];
        if (VectorKernels.Sum(_objective.Inner) > 0)
        {
            Dataset inner = Dataset.ForRegression(_data.Features, _objective.Residuals, _data.Schema, _data.TargetName).WithWeights(_objective.Inner);
            GramMatrix gram = _context.Aggregate(inner, new GramMatrix(Features));
            Matrix products = gram.Products();
            double[] residuals = gram.TargetProducts();
            double[] shifts = [.. gram.Means];
            VectorKernels.Axpy(-1, _means, shifts);
            double unit = 2 / scale, weight = gram.Weight, mean = gram.TargetMean;
            for (int i = 0; i < Features; i++)
            {
                for (int j = 0; j < Features; j++)
                {
                    curvature[i, j] = unit * (products[i, j] + (weight * shifts[i] * shifts[j]));
                }

                curvature[i, Features] = curvature[Features, i] = _settings.Intercept ? unit * weight * shifts[i] : 0;
                curvature[i, Features + 1] = curvature[Features + 1, i] = unit * (residuals[i] + (weight * shifts[i] * mean)) / scale;
            }

            curvature[Features, Features] = _settings.Intercept ? unit * weight : 0;
            curvature[Features, Features + 1] = curvature[Features + 1, Features] = _settings.Intercept ? unit * weight * mean / scale : 0;
            curvature[Features + 1, Features + 1] = unit * (gram.TargetSquares + (weight * mean * mean)) / (scale * scale);
        }

        for (int i = 0; i < Features; i++)
        {
            curvature[i, i] += 2 * _settings.Alpha;
        }

        if (_isScaleFixed)
        {
            for (int i = 0; i < size; i++)
            {
                curvature[i, Features + 1] = curvature[Features + 1, i] = 0;
            }
        }

        return curvature;
    }

    private double Search(double[] step, ref double value, double promised)
    {
        double[] trial = new double[_point.Length];
        double length = 1, scaleSlope = _gradient[Features + 1];
        for (int halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            for (int i = 0; i < trial.Length; i++)
            {
                trial[i] = _point[i] + (length * step[i]);
            }

            if (!(trial[Features + 1] > 0.1 * _point[Features + 1]))
            {
                continue;
            }

            double found = Evaluate(trial, _trial);
            if (found <= value - (SufficientDecrease * length * promised) + (1e-14 * value))
            {
                _point = trial;
                value = found;
                return length;
            }
        }

        _gradient[Features + 1] = scaleSlope;
        return 0;
    }

    private void RunLbfgs()
    {
        double[] units = [.. _squares.Select(square => square > 0 ? Math.Sqrt(square) : 1), 1, 1];
        double noise = _point[Features + 1];
        double[] start = new double[_point.Length];
        for (int i = 0; i <= Features; i++)
        {
            start[i] = _point[i] * units[i] / noise;
        }

        // The logarithm keeps the scale above 0.
        void Unscale(ReadOnlySpan<double> scaled)
        {
            for (int i = 0; i <= Features; i++)
            {
                _point[i] = scaled[i] * noise / units[i];
            }

            _point[Features + 1] = noise * Math.Exp(scaled[Features + 1]);
        }

        double Function(ReadOnlySpan<double> scaled, Span<double> gradient)
        {
            Unscale(scaled);
            double value = Evaluate(_point, _predictions);
            FillGradient();
            for (int i = 0; i <= Features; i++)
            {
                gradient[i] = _gradient[i] / units[i] / _data.RowCount;
            }

            gradient[Features + 1] = _gradient[Features + 1] * _point[Features + 1] / noise / _data.RowCount;
            return value / noise / _data.RowCount;
        }

        var solver = new Lbfgs { MaximumIterations = 20 * _settings.MaxIterations, GradientTolerance = 0.1 * Math.Sqrt(_settings.Tolerance), ValueTolerance = 0 };
        MinimizationResult result = solver.Minimize(Function, start, default, _context.ShouldStop, _context.Cancellation);
        Unscale(start);
        if (!result.Converged)
        {
            WarnNotConverged();
        }
    }

    private void WarnOutOfTime() =>
        _context.Warn($"The time budget ended '{nameof(HuberRegression)}' before it converged; the coefficients are those found so far.");

    private void WarnNotConverged() =>
        _context.Warn($"'{nameof(HuberRegression)}' did not converge in '{_settings.MaxIterations}' steps. Scale the features, or raise MaxIterations, Tolerance or Alpha.");
}
