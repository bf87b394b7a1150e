namespace Modelyard.Drift;

/// <summary>Represents what watches a stream of numbers, such as the errors of a model, for a change of their mean, one number at a time and in bounded memory.</summary>
public interface IChangeDetector
{
    /// <summary>Takes in the next number.</summary>
    /// <param name="value">The number, finite.</param>
    /// <returns>What is to be made of the stream now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite, or not of the range that the detector is for.</exception>
    ChangeSignal Add(double value);
}
