using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Inference;

/// <summary>Represents what is known of the coefficients of a model that was fitted to predict, with or without a penalty.</summary>
public sealed class PenalizedFit : RegressionFit
{
    // A slope of the penalised likelihood beyond this share of what the target gives says that the model was fitted to other rows, or with another penalty.
    private const double Stationary = 1e-3;

    private readonly string _name;

    private PenalizedFit(PenalizedProblem problem, Matrix covariance, double degrees, double effective, double scale)
        : base(problem.Settings, problem.Data, problem.Data.Design.Columns, problem.Coefficients, covariance, degrees)
    {
        _name = problem.Name;
        EffectiveDegrees = effective;
        Scale = scale;
    }

    /// <inheritdoc/>
    public override string Method => _name;

    /// <summary>Gets the number of coefficients that the model has in effect: less than it has where a penalty holds them.</summary>
    public double EffectiveDegrees { get; }

    /// <summary>Gets the estimated scale of the variance, 1 where the family knows it.</summary>
    public double Scale { get; }

    internal static PenalizedFit Of(PenalizedProblem problem)
    {
        RegressionData data = problem.Data;
        int n = data.Design.RowCount, size = problem.Coefficients.Length;
        DesignFactor factor = DesignFactor.Of(data.Design, problem.Residuals, problem.Weights, FitContext.Default);
        Matrix shrinkage = Shrinkage(factor.Transform, problem.Penalty), middle = new(size, size);
        MatrixProduct.Multiply(shrinkage, shrinkage, middle);
        double effective = 0, squares = 0;
        for (int i = 0; i < size; i++)
        {
            effective += shrinkage[i, i];
        }

        for (int row = 0; row < n; row++)
        {
            squares += (problem.Weights is null ? 1 : problem.Weights[row]) * problem.Residuals[row] * problem.Residuals[row];
        }

        bool isFixed = problem.Settings is GlmRegression { Family.HasFixedScale: true };
        double scale = isFixed ? 1 : squares / (n - effective);
        VectorKernels.Scale(scale, middle.AsSpan());
        double degrees = problem.Settings is OlsRegression ? n - effective : double.PositiveInfinity;
        List<FitFigure> figures =
        [
            new("rows", "Rows", n),
            new("effectiveDegrees", "Effective df", effective),
            new("effectiveResidualDegrees", "Df residual", n - effective),
            new("scale", "Scale", scale),
        ];
        if (problem.Deviance is { } deviance)
        {
            figures.Add(new("deviance", "Deviance", deviance));
        }
        else
        {
            figures.Add(new("residualSquares", "Residual sum of squares", squares));
            figures.Add(new("rSquared", "R-squared", 1 - (squares / TotalSquares(data))));
            figures.Add(new("residualStandardError", "Residual std. error", Math.Sqrt(scale)));
        }

        return new PenalizedFit(problem, factor.Covariance(middle), degrees, effective, scale) { Figures = figures, Notes = PenaltyNotes(problem, factor) };
    }

    /// <summary>Computes <c>(I + penalty TᵀDT)⁻¹</c>, where D leaves the intercept out: what the penalty leaves of each orthonormal coordinate.</summary>
    private static Matrix Shrinkage(Matrix transform, double penalty)
    {
        int size = transform.Rows;
        Matrix held = Matrix.Identity(size), features = transform.RowRange(1, size - 1);
        if (penalty > 0 && size > 1)
        {
            MatrixProduct.Multiply(features, features, held, transposeA: true, alpha: penalty, beta: 1);
        }

        return Cholesky.Of(held).Inverse();
    }

    private static double TotalSquares(RegressionData data)
    {
        double mean = 0, total = 0, squares = 0;
        for (int row = 0; row < data.Design.RowCount; row++)
        {
            double weight = data.WeightArray is { } weights ? weights[row] : 1;
            mean += weight * data.Target[row];
            total += weight;
        }

        mean /= total;
        for (int row = 0; row < data.Design.RowCount; row++)
        {
            squares += (data.WeightArray is { } weights ? weights[row] : 1) * (data.Target[row] - mean) * (data.Target[row] - mean);
        }

        return squares;
    }

    private static List<string> PenaltyNotes(PenalizedProblem problem, DesignFactor factor)
    {
        List<string> notes = [];
        if (problem.Penalty > 0)
        {
            notes.Add("The penalty draws the coefficients towards 0: the errors are those about where it draws them, with the penalty taken as given, and say nothing of how far that is from the truth.");
        }

        // The slopes by the orthonormal coordinates: those of the residuals less those of the penalty, which cancel at the maximum.
        double[] slopes = (double[])factor.Projections.Clone(), penalty = [0, .. problem.Coefficients.Skip(1).Select(one => -problem.Penalty * one)], turned = new double[slopes.Length];
        MatrixProduct.MultiplyVector(factor.Transform, penalty, turned, transpose: true);
        VectorKernels.Axpy(1, turned, slopes);
        double left = VectorKernels.Norm(slopes), size = Math.Sqrt(problem.Residuals.Select((one, row) => one * one * (problem.Weights is null ? 1 : problem.Weights[row])).Sum());
        if (left > Stationary * size)
        {
            notes.Add("The coefficients are not where the likelihood with this penalty is greatest: the model was fitted to other rows, with another penalty or without an intercept, and the errors are not its.");
        }

        return notes;
    }
}
