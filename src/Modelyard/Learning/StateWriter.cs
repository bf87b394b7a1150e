using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Receives the named values of something learned.</summary>
public abstract class StateWriter
{
    /// <summary>Writes a number.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="value">The number; NaN and infinities are kept.</param>
    public abstract void Write(string name, double value);

    /// <summary>Writes an integer.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="value">The integer.</param>
    public abstract void Write(string name, long value);

    /// <summary>Writes a truth value.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="value">The value.</param>
    public abstract void Write(string name, bool value);

    /// <summary>Writes a text.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="value">The text.</param>
    public abstract void Write(string name, string value);

    /// <summary>Writes texts.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="values">The texts.</param>
    public abstract void Write(string name, IReadOnlyList<string> values);

    /// <summary>Writes a vector.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="values">The elements.</param>
    public abstract void Write(string name, ReadOnlySpan<double> values);

    /// <summary>Writes a vector of single precision.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="values">The elements.</param>
    public abstract void Write(string name, ReadOnlySpan<float> values);

    /// <summary>Writes a vector of integers.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="values">The elements.</param>
    public abstract void Write(string name, ReadOnlySpan<int> values);

    /// <summary>Writes bytes.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="values">The bytes.</param>
    public abstract void Write(string name, ReadOnlySpan<byte> values);

    /// <summary>Writes a matrix.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="matrix">The matrix.</param>
    public abstract void Write(string name, Matrix matrix);

    /// <summary>Writes the description of features.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="features">The features.</param>
    public abstract void Write(string name, FeatureSchema features);

    /// <summary>Writes something learned, as a section with its type.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="part">The part, of a type from the closed list.</param>
    public abstract void Write(string name, IPersistent part);

    /// <summary>Writes several things learned, each as a section with its type.</summary>
    /// <param name="name">The name, unique within the section.</param>
    /// <param name="parts">The parts, of types from the closed list.</param>
    public abstract void Write(string name, IReadOnlyList<IPersistent> parts);
}
