using Modelyard.Numerics;

namespace Modelyard.Bench.Numerics;

/// <summary>Lists the numerical workloads, all at one thread.</summary>
public static class NumericsWorkloads
{
    /// <summary>Gets the workloads in the order of the peers' script.</summary>
    public static IReadOnlyList<NumericsWorkload> All { get; } =
    [
        new("gemm_2000", "2,000 x 2,000", () => Product(Gaussian(2000, 2000, 1), Gaussian(2000, 2000, 2))),
        new("gemm_8000x784x10", "8,000 x 784 by 784 x 10", () => Product(Gaussian(8000, 784, 3), Gaussian(784, 10, 4)), 20),
        new("gemm_784x8000x10", "784 x 8,000 by 8,000 x 10", () => Product(Gaussian(8000, 784, 3), Gaussian(8000, 10, 5), transposeA: true), 20),
        new("syrk_8000x784", "8,000 x 784", () =>
        {
            Matrix tall = Gaussian(8000, 784, 3), gram = new(784, 784);
            return () => MatrixProduct.Gram(tall, gram);
        }),
        new("cholesky_2000", "2,000 x 2,000", () =>
        {
            Matrix definite = Symmetric(2000, 2000);
            return () => Cholesky.Of(definite);
        }),
        new("qr_1000", "1,000 x 1,000", () =>
        {
            Matrix square = Gaussian(1000, 1000, 6);
            return () => QR.Of(square).Q();
        }),
        new("eigh_500", "500 x 500", () =>
        {
            Matrix symmetric = Symmetric(500, 0);
            return () => SymmetricEigen.Of(symmetric);
        }),
        new("svd_1000x500", "1,000 x 500", () =>
        {
            Matrix rectangle = Gaussian(1000, 500, 7);
            return () => Svd.Of(rectangle);
        }),
    ];

    private static Action Product(Matrix a, Matrix b, bool transposeA = false)
    {
        Matrix result = new(transposeA ? a.Columns : a.Rows, b.Columns);
        return () => MatrixProduct.Multiply(a, b, result, transposeA);
    }

    private static Matrix Symmetric(int size, double shift)
    {
        Matrix half = Gaussian(size, size, 8), symmetric = half.Transpose();
        for (int i = 0; i < size; i++)
        {
            VectorKernels.Axpy(1, half.Row(i), symmetric.Row(i));
            symmetric[i, i] += shift;
        }

        return symmetric;
    }

    private static Matrix Gaussian(int rows, int columns, ulong seed)
    {
        var matrix = new Matrix(rows, columns);
        var stream = new RandomStream(seed);
        foreach (ref double element in matrix.AsSpan())
        {
            element = stream.NextGaussian();
        }

        return matrix;
    }
}
