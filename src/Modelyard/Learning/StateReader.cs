using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Gives back the named values that a <see cref="StateWriter"/> received, checked for presence, type and size.</summary>
/// <remarks>Every method throws a <see cref="ModelFormatException"/> that names the value if it is absent, of another type, or out of bounds.</remarks>
public abstract class StateReader
{
    /// <summary>Says whether a value of this name was written, of whatever type.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if it is there.</returns>
    public abstract bool Contains(string name);

    /// <summary>Reads a number.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The number, possibly NaN or infinite.</returns>
    public abstract double ReadDouble(string name);

    /// <summary>Reads an integer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="minimum">The least value that is allowed.</param>
    /// <param name="maximum">The greatest value that is allowed.</param>
    /// <returns>The integer.</returns>
    public abstract int ReadInt(string name, int minimum = int.MinValue, int maximum = int.MaxValue);

    /// <summary>Reads a truth value.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The value.</returns>
    public abstract bool ReadBoolean(string name);

    /// <summary>Reads a text.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The text.</returns>
    public abstract string ReadText(string name);

    /// <summary>Reads a text that names a member of an enumeration.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="name">The name.</param>
    /// <returns>The member.</returns>
    public T ReadEnum<T>(string name)
        where T : struct, Enum
    {
        string text = ReadText(name);
        return Enum.TryParse(text, out T value) && Enum.IsDefined(value)
            ? value
            : throw new ModelFormatException($"The value '{name}' of the model is '{text}' and must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>Reads texts.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The texts.</returns>
    public abstract IReadOnlyList<string> ReadTexts(string name);

    /// <summary>Reads a vector.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">The length that it must have; -1 for any.</param>
    /// <returns>The elements.</returns>
    public abstract double[] ReadDoubles(string name, int length = -1);

    /// <summary>Reads a vector of single precision.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">The length that it must have; -1 for any.</param>
    /// <returns>The elements.</returns>
    public abstract float[] ReadSingles(string name, int length = -1);

    /// <summary>Reads a vector of integers.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">The length that it must have; -1 for any.</param>
    /// <returns>The elements.</returns>
    public abstract int[] ReadInts(string name, int length = -1);

    /// <summary>Reads bytes.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">The length that they must have; -1 for any.</param>
    /// <returns>The bytes.</returns>
    public abstract byte[] ReadBytes(string name, int length = -1);

    /// <summary>Reads a matrix.</summary>
    /// <param name="name">The name.</param>
    /// <param name="rows">The number of rows that it must have; -1 for any.</param>
    /// <param name="columns">The number of columns that it must have; -1 for any.</param>
    /// <returns>The matrix.</returns>
    public abstract Matrix ReadMatrix(string name, int rows = -1, int columns = -1);

    /// <summary>Reads the description of features.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The features.</returns>
    public abstract FeatureSchema ReadFeatures(string name);

    /// <summary>Reads something learned.</summary>
    /// <typeparam name="T">What it must be.</typeparam>
    /// <param name="name">The name.</param>
    /// <returns>The part.</returns>
    public abstract T ReadPart<T>(string name)
        where T : IPersistent;

    /// <summary>Reads several things learned.</summary>
    /// <typeparam name="T">What each must be.</typeparam>
    /// <param name="name">The name.</param>
    /// <returns>The parts.</returns>
    public abstract IReadOnlyList<T> ReadParts<T>(string name)
        where T : IPersistent;
}
