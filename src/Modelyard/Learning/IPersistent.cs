namespace Modelyard.Learning;

/// <summary>Defines something learned that can be stored as named values.</summary>
/// <remarks>The names are those the user sees: <c>coefficients</c>, <c>intercept</c>. What is written is data, never code.</remarks>
public interface IPersistent
{
    /// <summary>Writes all that was learned.</summary>
    /// <param name="state">Receives the values.</param>
    void Save(StateWriter state);
}
