# Builds senc from this clone: brew install --HEAD Release/senc.rb
class Senc < Formula
  desc "Sentence embeddings: text in, vectors out"
  homepage "file://#{File.expand_path("..", __dir__)}"
  license "Apache-2.0"
  head File.expand_path("..", __dir__), using: :git

  option "with-server", "Build senc-server, which senc serve needs"

  depends_on xcode: ["26.0", :build]
  depends_on "oniguruma"
  depends_on "utf8proc"
  uses_from_macos "swift" => :build
  uses_from_macos "curl"
  uses_from_macos "sqlite"
  uses_from_macos "zlib"

  def install
    system "swift", "build", "--disable-sandbox", "--configuration", "release", "--product", "senc"
    bin.install ".build/release/senc"
    if build.with? "server"
      ENV["SENC_SERVER"] = "1"
      system "swift", "build", "--disable-sandbox", "--configuration", "release", "--product", "senc-server"
      bin.install ".build/release/senc-server"
    end
    (share/"senc/Weights").install Dir["Weights/*"]
    generate_completions_from_executable(bin/"senc", "--generate-completion-script")
  end

  test do
    assert_match(/\A\[-?0/, shell_output("#{bin}/senc encode 'La lluvia golpea la ventana.'"))
  end
end
