using System.IO.Compression;
using System.Security.Cryptography;

namespace Modelyard.Server.Studio.Assets;

/// <summary>Represents a file that pages load: its name bears the digest of its content, so that browsers may keep it for ever.</summary>
internal sealed class StudioAsset
{
    private readonly Lazy<byte[]> _brotli;
    private readonly Lazy<byte[]> _gzip;

    public StudioAsset(string name, byte[] content)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
        string extension = Path.GetExtension(name);
        Content = content;
        FileName = $"{Path.GetFileNameWithoutExtension(name)}.{digest}{extension}";
        ContentType = extension switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        _brotli = new Lazy<byte[]>(() => Compress(content, target => new BrotliStream(target, CompressionLevel.Optimal)));
        _gzip = new Lazy<byte[]>(() => Compress(content, target => new GZipStream(target, CompressionLevel.Optimal)));
    }

    public string FileName { get; }

    public string ContentType { get; }

    public byte[] Content { get; }

    /// <summary>Gets the content in an encoding, which is made when it is first asked for.</summary>
    public byte[] Encoded(string? encoding) => encoding switch
    {
        "br" => _brotli.Value,
        "gzip" => _gzip.Value,
        _ => Content,
    };

    private static byte[] Compress(byte[] content, Func<Stream, Stream> encode)
    {
        using var bytes = new MemoryStream();
        using (Stream encoder = encode(bytes))
        {
            encoder.Write(content);
        }

        return bytes.ToArray();
    }
}
