namespace Modelyard.Probability;

/// <summary>Holds how strongly two columns go together, and the chance of as strong a value if they did not; both NaN where there is none.</summary>
internal readonly record struct AssociationStrength(double Value, double PValue)
{
    internal static AssociationStrength None => new(double.NaN, double.NaN);
}
