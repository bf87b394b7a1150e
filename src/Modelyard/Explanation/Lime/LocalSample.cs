using Modelyard.Numerics;

namespace Modelyard.Explanation.Lime;

/// <summary>Represents rows sampled near one row, the first of which is the row itself.</summary>
/// <param name="Members">What each is in the terms of the explanation, samples x columns or words.</param>
/// <param name="Weights">The weight of each.</param>
/// <param name="Outputs">What the model answers, samples x outputs.</param>
internal sealed record LocalSample(Matrix Members, double[] Weights, Matrix Outputs);
