using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Persistence.Format;

namespace Modelyard.Persistence;

/// <summary>Shows what a model learned, by name.</summary>
public static class ModelParameters
{
    /// <summary>Writes what a model learned as members of a JSON object.</summary>
    /// <remarks>
    /// A vector is an array, a matrix an array of its rows, a part an object with its type. A number that JSON does not have is a text: 'NaN', 'Infinity', '-Infinity'.
    /// What has more elements than allowed is an object with its <c>shape</c> and its first elements in <c>first</c>.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="json">The writer, inside an object, which receives the members.</param>
    /// <param name="maximumElements">The greatest number of elements of one value that are written, zero or more.</param>
    public static void WriteJson(IPersistent model, Utf8JsonWriter json, int maximumElements = 10_000)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(json);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumElements);
        model.Save(new ParameterWriter(json, maximumElements));
    }
}
