namespace Modelyard.Numerics.Products;

/// <summary>Defines the innermost step of a matrix product: one tile that stays in registers.</summary>
internal unsafe interface IMicroKernel
{
    /// <summary>Gets the number of rows of a tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Gets the number of columns of a tile.</summary>
    static abstract int Columns { get; }

    /// <summary>Computes <c>c = alpha * a b + beta * c</c> for one tile.</summary>
    /// <param name="depth">The number of products in each sum.</param>
    /// <param name="a">The left factor: <see cref="Rows"/> x depth.</param>
    /// <param name="rowStep">The distance between neighbouring rows of the left factor.</param>
    /// <param name="depthStep">The distance between neighbouring columns of the left factor.</param>
    /// <param name="b">The packed right factor: depth x <see cref="Columns"/>.</param>
    /// <param name="c">The tile.</param>
    /// <param name="stride">The distance between neighbouring rows of the tile.</param>
    /// <param name="alpha">The factor of the product.</param>
    /// <param name="beta">The factor of what the tile held; at zero that is not read.</param>
    static abstract void Run(int depth, double* a, nint rowStep, nint depthStep, double* b, double* c, nint stride, double alpha, double beta);
}
