namespace Modelyard.Numerics.Products;

/// <summary>Represents the factors of a product.</summary>
/// <param name="Alpha">The factor of the product.</param>
/// <param name="Beta">The factor of what the result held.</param>
/// <param name="Weights">The address of a factor for each k, or zero.</param>
internal readonly record struct ProductScale(double Alpha, double Beta, nint Weights = 0);
