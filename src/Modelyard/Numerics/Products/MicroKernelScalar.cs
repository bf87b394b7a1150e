namespace Modelyard.Numerics.Products;

/// <summary>Computes a tile of 4 x 4 one element at a time: the definition that the vector kernels equal to the bit.</summary>
internal readonly unsafe struct MicroKernelScalar : IMicroKernel
{
    /// <inheritdoc/>
    public static int Rows => 4;

    /// <inheritdoc/>
    public static int Columns => 4;

    /// <inheritdoc/>
    public static void Run(int depth, double* a, nint rowStep, nint depthStep, double* b, double* c, nint stride, double alpha, double beta)
    {
        for (int i = 0; i < 4; i++)
        {
            double* row = a + (i * rowStep);
            double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int k = 0; k < depth; k++)
            {
                double factor = row[k * depthStep];
                double* right = b + (4 * k);
                s0 = Math.FusedMultiplyAdd(factor, right[0], s0);
                s1 = Math.FusedMultiplyAdd(factor, right[1], s1);
                s2 = Math.FusedMultiplyAdd(factor, right[2], s2);
                s3 = Math.FusedMultiplyAdd(factor, right[3], s3);
            }

            double* target = c + (i * stride);
            target[0] = Math.FusedMultiplyAdd(alpha, s0, beta == 0 ? 0 : beta * target[0]);
            target[1] = Math.FusedMultiplyAdd(alpha, s1, beta == 0 ? 0 : beta * target[1]);
            target[2] = Math.FusedMultiplyAdd(alpha, s2, beta == 0 ? 0 : beta * target[2]);
            target[3] = Math.FusedMultiplyAdd(alpha, s3, beta == 0 ? 0 : beta * target[3]);
        }
    }
}
