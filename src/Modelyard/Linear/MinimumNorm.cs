using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Linear;

/// <summary>Solves least squares where features depend on one another or outnumber the rows: of all solutions, the shortest.</summary>
/// <remarks>
/// Without a penalty the solution comes from a small one whose error is taken away by repetition, and has no part that the data does not determine (iterated Tikhonov regularisation; Hanke and Groetsch (1998), Journal of Optimization Theory and Applications 98).
/// </remarks>
internal static class MinimumNorm
{
    private const double SmallPenalty = 1e-11;
    private const int MostRounds = 50;
    private const int UndeterminedRounds = 3;

    internal static double[] Solve(CentredColumns centred, double penalty, FitContext context)
    {
        context.Checkpoint();
        bool wide = centred.Columns.Rows >= centred.Columns.Columns;
        int size = wide ? centred.Columns.Columns : centred.Columns.Rows;
        var products = new Matrix(size, size);
        MatrixProduct.Multiply(centred.Columns, centred.Columns, products, transposeA: wide, transposeB: !wide, degree: context.Parallelism);
        double trace = 0;
        for (int i = 0; i < size; i++)
        {
            trace += products[i, i];
        }

        double[] coefficients = new double[centred.Columns.Rows];
        if (trace == 0)
        {
            return coefficients;
        }

        double added = Math.Max(penalty, SmallPenalty * trace / size);
        Cholesky factor = Factor(products, ref added, context.Parallelism);
        double[] residual = [.. centred.Target], step = new double[coefficients.Length];
        double last = double.PositiveInfinity;
        for (int round = 0; round < MostRounds; round++)
        {
            context.Checkpoint();
            if (wide)
            {
                factor.Solve(residual);
                MatrixProduct.MultiplyVector(centred.Columns, residual, step, degree: context.Parallelism);
            }
            else
            {
                MatrixProduct.MultiplyVector(centred.Columns, residual, step, degree: context.Parallelism);
                factor.Solve(step);
            }

            double length = VectorKernels.Norm(step);
            if (!(length < last))
            {
                break;
            }

            VectorKernels.Axpy(1, step, coefficients);
            last = length;
            if (penalty >= added || length <= 1e-14 * VectorKernels.Norm(coefficients))
            {
                break;
            }

            centred.Target.CopyTo(residual, 0);
            MatrixProduct.MultiplyVector(centred.Columns, coefficients, residual, transpose: true, alpha: -1, beta: 1, degree: context.Parallelism);
        }

        if (!wide && penalty < added)
        {
            // What rounding put there is much larger than the coefficients' last digits, and each time leaves little of itself.
            for (int round = 0; round < UndeterminedRounds; round++)
            {
                DropUndetermined(factor, added, coefficients);
            }
        }

        return coefficients;
    }

    /// <summary>Takes away what rounding put where the data determines nothing: there, and only there, a solve and its penalty cancel.</summary>
    private static void DropUndetermined(Cholesky factor, double added, double[] coefficients)
    {
        double[] undetermined = [.. coefficients];
        for (int round = 0; round < 2; round++)
        {
            factor.Solve(undetermined);
            VectorKernels.Scale(added, undetermined);
        }

        VectorKernels.Axpy(-1, undetermined, coefficients);
    }

    private static Cholesky Factor(Matrix products, ref double added, int degree)
    {
        double before = 0;
        while (true)
        {
            for (int i = 0; i < products.Rows; i++)
            {
                products[i, i] += added - before;
            }

            if (Cholesky.TryOf(products, out Cholesky? factor, degree))
            {
                return factor;
            }

            before = added;
            added *= 10;
        }
    }
}
