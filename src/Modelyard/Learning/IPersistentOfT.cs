namespace Modelyard.Learning;

/// <summary>Defines something learned that can be stored and read back.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IPersistent<TSelf> : IPersistent
    where TSelf : IPersistent<TSelf>
{
    /// <summary>Gets the name of the type in a model file: short, lower case, with dashes, never changed.</summary>
    static abstract string TypeName { get; }

    /// <summary>Reads what <see cref="IPersistent.Save"/> wrote, and trusts none of it.</summary>
    /// <param name="state">The values.</param>
    /// <returns>The same model.</returns>
    /// <exception cref="ModelFormatException">A value is absent, of another type or shape, or out of bounds.</exception>
    static abstract TSelf Load(StateReader state);
}
