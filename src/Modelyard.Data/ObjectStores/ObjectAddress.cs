namespace Modelyard.Data.ObjectStores;

/// <summary>Represents where an object is: a bucket, and the key of the object in it.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key, or the beginning of keys.</param>
internal readonly record struct ObjectAddress(string Bucket, string Key)
{
    private const string Scheme = "s3://";
    private const int LongestBucket = 63;
    private const int LongestKey = 1024;

    /// <summary>Determines whether a path is the address of an object.</summary>
    public static bool Is(string path) => path.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <param name="address">The address, such as 's3://bucket/folder/table.csv'.</param>
    /// <param name="isPrefix">True if the key may be empty, as it is but the beginning of keys.</param>
    /// <exception cref="ModelyardException">It is none.</exception>
    public static ObjectAddress Of(string address, bool isPrefix = false)
    {
        if (!Is(address))
        {
            throw new ModelyardException($"The address '{address}' must be like 's3://bucket/key'.");
        }

        string rest = address[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string bucket = slash < 0 ? rest : rest[..slash], key = slash < 0 ? "" : rest[(slash + 1)..];
        if (bucket.Length is 0 or > LongestBucket || !bucket.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
        {
            throw new ModelyardException($"The bucket '{bucket}' of the address '{address}' must be 1 to {LongestBucket} letters, digits, points and hyphens.");
        }

        return (key.Length > 0 || isPrefix) && key.Length <= LongestKey
            ? new ObjectAddress(bucket, key)
            : throw new ModelyardException($"The key of the address '{address}' must have 1 to {LongestKey} characters, as in 's3://bucket/key'.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}
