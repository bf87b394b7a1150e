namespace Modelyard.Numerics.Products;

/// <summary>Represents the sizes of a product.</summary>
/// <param name="Rows">The rows of the result.</param>
/// <param name="Columns">The columns of the result.</param>
/// <param name="Depth">The number of products in each element.</param>
/// <param name="UpperOnly">Whether tiles that lie below the diagonal are left out.</param>
internal readonly record struct ProductShape(int Rows, int Columns, int Depth, bool UpperOnly = false);
