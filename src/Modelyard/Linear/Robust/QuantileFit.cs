using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Fits a quantile regression: prepares the linear programme, has it solved, and finishes on a vertex.</summary>
internal sealed class QuantileFit
{
    // A residual this small beside the target is none.
    private const double Exact = 1e-13;

    private readonly Dataset _data;
    private readonly FitContext _context;
    private readonly QuantileRegression _settings;
    private readonly double _total;

    internal QuantileFit(Dataset data, FitContext context, QuantileRegression settings)
    {
        context.Checkpoint();
        _data = Weighty(data);
        _context = context;
        _settings = settings;
        _total = _data.HasWeights ? VectorKernels.Sum(_data.Weights) : _data.RowCount;
    }

    internal LinearModel Run()
    {
        LinearModel start = _context.WithinTime(() => LeastSquares.Fit(_data, _context with { Progress = null }, 0, _settings.Intercept));
        (double[] means, double[] squares) = ColumnMoments.Of(_data, _settings.Intercept, _context);
        double error = MeanError(start), size = 0;
        foreach (double value in _data.Target)
        {
            size = Math.Max(size, Math.Abs(value));
        }

        double[] coefficients = start.Coefficients.ToArray();
        double intercept = start.Intercept;
        bool isExact = error <= Exact * size;
        if (size > 0 && !(isExact && _settings.Alpha == 0))
        {
            var programme = new QuantileProgramme(_data, _context, _settings, means, isExact ? size : error);
            programme.Begin(coefficients, _settings.Intercept ? intercept + VectorKernels.Dot(means, coefficients) : 0);
            Warn(programme.Solve());
            double[] found = programme.Coefficients();
            double constant = _settings.Intercept ? programme.Constant - VectorKernels.Dot(means, found) : 0;
            (coefficients, intercept) = _context.OutOfTime ? (found, constant) : Finish(found, constant, squares);
        }

        return new LinearModel(_data.Schema, coefficients, intercept, CoordinateDescent.Importances(coefficients, squares));
    }

    /// <summary>Takes the rows and features that the solution leaves at 0 for exactly that, if the objective agrees.</summary>
    private (double[] Coefficients, double Intercept) Finish(double[] found, double constant, double[] squares)
    {
        const double Small = 1e-6;
        double[] residuals = Residuals(found, constant);
        double largest = 0;
        for (int j = 0; j < found.Length; j++)
        {
            largest = Math.Max(largest, Math.Abs(found[j]) * Math.Sqrt(squares[j]));
        }

        int[] kept = [.. Enumerable.Range(0, found.Length).Where(j => Math.Abs(found[j]) * Math.Sqrt(squares[j]) > Small * largest)];
        int count = kept.Length + (_settings.Intercept ? 1 : 0);
        if (count == 0 || count > _data.RowCount)
        {
            return (found, constant);
        }

        int[] order = [.. Enumerable.Range(0, _data.RowCount)];
        Array.Sort([.. residuals.Select(Math.Abs)], order);
        int[] rows = order[..count];
        Array.Sort(rows);
        var features = new Matrix(count, kept.Length);
        double[] target = new double[count];
        for (int i = 0; i < count; i++)
        {
            target[i] = _data.Target[rows[i]];
            for (int j = 0; j < kept.Length; j++)
            {
                features[i, j] = _data.Features[rows[i], kept[j]];
            }
        }

        double[] exact = new double[found.Length];
        double intercept = target[0];
        if (kept.Length > 0)
        {
            LinearModel vertex;
            try
            {
                vertex = _context.WithinTime(() => LeastSquares.Fit(Dataset.ForRegression(features, target), _context with { Progress = null }, 0, _settings.Intercept));
            }
            catch (FitBudgetException)
            {
                // Without the vertex the solution is as near as the tolerance says.
                return (found, constant);
            }

            intercept = vertex.Intercept;
            for (int j = 0; j < kept.Length; j++)
            {
                exact[kept[j]] = vertex.Coefficients[j];
            }
        }

        return Objective(exact, intercept) <= Objective(found, constant) * (1 + 1e-14) ? (exact, intercept) : (found, constant);
    }

    private double Objective(double[] coefficients, double intercept)
    {
        double loss = 0;
        double[] residuals = Residuals(coefficients, intercept);
        for (int row = 0; row < residuals.Length; row++)
        {
            loss += (_data.HasWeights ? _data.Weights[row] : 1) * residuals[row] * (residuals[row] > 0 ? _settings.Quantile : _settings.Quantile - 1);
        }

        double sizes = 0;
        foreach (double coefficient in coefficients)
        {
            sizes += Math.Abs(coefficient);
        }

        return (loss / _total) + (_settings.Alpha * sizes);
    }

    private double[] Residuals(double[] coefficients, double intercept)
    {
        double[] residuals = new double[_data.RowCount];
        MatrixProduct.MultiplyVector(_data.Features, coefficients, residuals, degree: _context.Parallelism);
        for (int row = 0; row < residuals.Length; row++)
        {
            residuals[row] = _data.Target[row] - residuals[row] - intercept;
        }

        return residuals;
    }

    private double MeanError(LinearModel model)
    {
        double error = 0;
        double[] residuals = Residuals(model.Coefficients.ToArray(), model.Intercept);
        for (int row = 0; row < residuals.Length; row++)
        {
            error += (_data.HasWeights ? _data.Weights[row] : 1) * Math.Abs(residuals[row]);
        }

        return error / _total;
    }

    private void Warn(bool converged)
    {
        if (!converged)
        {
            _context.Warn(_context.OutOfTime
                ? $"The time budget ended '{nameof(QuantileRegression)}' before it converged; the coefficients are those found so far."
                : $"'{nameof(QuantileRegression)}' did not converge in '{_settings.MaxIterations}' steps. Scale the features, or raise MaxIterations or Tolerance.");
        }
    }

    /// <summary>Leaves rows of weight 0 out: they bound nothing.</summary>
    private static Dataset Weighty(Dataset data)
    {
        if (!data.HasWeights || data.Weights.IndexOf(0.0) < 0)
        {
            return data;
        }

        double[] weights = data.Weights.ToArray();
        return data.Rows([.. Enumerable.Range(0, weights.Length).Where(row => weights[row] > 0)]);
    }
}
