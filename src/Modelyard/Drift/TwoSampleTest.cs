namespace Modelyard.Drift;

/// <summary>Represents what a test says of whether two samples come from one law.</summary>
/// <param name="Name">The name of the test.</param>
/// <param name="Statistic">The statistic; NaN where there is no test, as of a sample without rows.</param>
/// <param name="PValue">The chance of such a statistic, or a more extreme one, if both had one law; NaN where there is no test.</param>
public sealed record TwoSampleTest(string Name, double Statistic, double PValue)
{
    internal static TwoSampleTest Undefined(string name) => new(name, double.NaN, double.NaN);
}
