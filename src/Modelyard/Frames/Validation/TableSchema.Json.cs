using System.Text;
using System.Text.Json;

namespace Modelyard.Frames.Validation;

/// <content>JSON Schema.</content>
public sealed partial record TableSchema
{
    /// <summary>Writes the schema as JSON Schema, draft 2020-12, of one record or of an array of records.</summary>
    /// <remarks>
    /// A record is accepted by it exactly if <see cref="ValidateJson"/> finds no error, but for what JSON Schema cannot say: rules, references, ranges and
    /// forms of times, and numbers beyond 64 bits. What is a warning is not said. Patterns are written as they are: keep to what .NET and ECMAScript share.
    /// </remarks>
    /// <param name="ofArray">True for an array of records; false for one record.</param>
    /// <returns>The text, indented.</returns>
    /// <exception cref="ModelyardException">The schema contradicts itself.</exception>
    public string ToJsonSchema(bool ofArray = false)
    {
        Check();
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            new JsonSchemaWriter(writer).Write(this, ofArray);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
