namespace Modelyard.Server.Models;

/// <summary>Defines where a server's models come from.</summary>
public interface IModelSource
{
    /// <summary>Gets a number that changes whenever a reference that was loaded may now mean another version.</summary>
    long Revision { get; }

    /// <summary>Loads the version that a reference means now.</summary>
    /// <param name="reference">The reference: a name, an alias, a path, as the source understands it.</param>
    /// <returns>The version; the same instance as before if nothing changed.</returns>
    /// <exception cref="ModelyardException">There is no such model, or it cannot be read.</exception>
    ServedVersion Load(string reference);
}
