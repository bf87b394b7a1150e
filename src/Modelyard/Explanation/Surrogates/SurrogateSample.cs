using Modelyard.Numerics;

namespace Modelyard.Explanation.Surrogates;

/// <summary>Represents rows and what a model says of them.</summary>
/// <param name="Rows">The cells of the columns of the table, rows x columns.</param>
/// <param name="Numbers">The numbers, of two classes the probabilities of the second; empty of more classes.</param>
/// <param name="Labels">The classes; empty for numbers.</param>
/// <param name="Classes">The names of the classes.</param>
internal sealed record SurrogateSample(Matrix Rows, double[] Numbers, int[] Labels, IReadOnlyList<string> Classes);
