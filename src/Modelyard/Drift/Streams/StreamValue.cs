namespace Modelyard.Drift;

/// <summary>Checks the numbers of a stream.</summary>
internal static class StreamValue
{
    internal static void RequireFinite(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The value is '{value}' and must be finite. Leave out what is missing.");
        }
    }
}
