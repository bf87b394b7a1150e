using System.Diagnostics;

namespace Modelyard.Conformance;

/// <summary>States what must hold, and says what does not.</summary>
internal static class Expect
{
    internal static void That(bool holds, string message)
    {
        if (!holds)
        {
            throw new ConformanceException(message);
        }
    }

    /// <summary>Compares numbers; a tolerance of 0 asks for the same bits.</summary>
    internal static void Same(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        That(expected.Length == actual.Length, $"{what}: there are '{actual.Length}' numbers and there must be '{expected.Length}'.");
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = tolerance == 0
                ? BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]) || (double.IsNaN(expected[i]) && double.IsNaN(actual[i]))
                : expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i]));
            That(same, $"{what}: number '{i}' is '{actual[i]:R}' and must be '{expected[i]:R}'.");
        }
    }

    internal static void Finite(ReadOnlySpan<double> numbers, string what)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            That(double.IsFinite(numbers[i]), $"{what}: number '{i}' is '{numbers[i]}' and must be finite.");
        }
    }

    /// <summary>Expects the refusal of a user's fault whose message names all that it should.</summary>
    internal static void Refusal(Action action, string what, params ReadOnlySpan<string> names)
    {
        try
        {
            action();
        }
        catch (ModelyardException exception)
        {
            foreach (string name in names)
            {
                That(exception.Message.Contains(name, StringComparison.Ordinal), $"{what}: the refusal must name '{name}' and reads '{exception.Message}'.");
            }

            return;
        }

        throw new ConformanceException($"{what}: it was accepted and must be refused.");
    }

    /// <summary>Expects that a call takes no longer than some seconds.</summary>
    internal static void Promptly(double seconds, string what, Action action)
    {
        // A busy machine is slow once; what is slow by itself is slow each time.
        const int Tries = 3;
        double taken = double.PositiveInfinity;
        for (int i = 0; i < Tries && taken > seconds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            taken = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        That(taken <= seconds, $"{what}: it took '{taken:0.0}' s and must take no more than '{seconds}' s.");
    }
}
